-- Campaigns as the site has dated and changed them, every version; the newest counts. What is not here is as the reference
-- files say.
CREATE TABLE campaign (
    slug TEXT NOT NULL,
    version BIGINT NOT NULL,
    body JSONB NOT NULL,
    recorded_at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    PRIMARY KEY (slug, version),
    CHECK (version >= 1)
);

-- Formulas of assessment that the site has written. Periods that end on valid_from (a day of the site's calendar) or later
-- are scored by it, until a later one takes over; published scores stay what they were. body is NULL where a formula is
-- given up.
CREATE TABLE formula (
    slug TEXT NOT NULL,
    version BIGINT NOT NULL,
    valid_from TEXT NOT NULL,
    body JSONB,
    recorded_at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    PRIMARY KEY (slug, version),
    CHECK (version >= 1)
);
