-- The areas of large editions once more in a compact form, derived from the rows for quick starts.
CREATE TABLE area_image (
    scheme TEXT NOT NULL,
    edition BIGINT NOT NULL,
    part BIGINT NOT NULL,
    parts BIGINT NOT NULL,
    format BIGINT NOT NULL,
    body BYTEA NOT NULL,
    PRIMARY KEY (scheme, edition, part)
);

-- Which area took over whose ground, at splits, merges and renamings; permille of the old area. Nothing wrote it before.
DROP TABLE area_succession;
CREATE TABLE area_succession (
    scheme TEXT NOT NULL,
    edition BIGINT NOT NULL,
    from_code TEXT NOT NULL,
    to_code TEXT NOT NULL,
    permille BIGINT NOT NULL,
    PRIMARY KEY (scheme, edition, from_code, to_code)
);
