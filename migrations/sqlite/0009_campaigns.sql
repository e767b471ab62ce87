-- Campaigns as the site has dated and changed them, every version; the newest counts. What is not here is as the reference
-- files say.
CREATE TABLE campaign (
    slug TEXT NOT NULL,
    version INTEGER NOT NULL,
    body TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    PRIMARY KEY (slug, version),
    CHECK (version >= 1)
) STRICT, WITHOUT ROWID;

-- Formulas of assessment that the site has written. Periods that end on valid_from (a day of the site's calendar) or later
-- are scored by it, until a later one takes over; published scores stay what they were. body is NULL where a formula is
-- given up.
CREATE TABLE formula (
    slug TEXT NOT NULL,
    version INTEGER NOT NULL,
    valid_from TEXT NOT NULL,
    body TEXT,
    recorded_at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    PRIMARY KEY (slug, version),
    CHECK (version >= 1)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 9;
