-- Photos of incidents. What a camera tells (taken_at to north) and who brought a photo are for staff alone (R11). ordinal is
-- the place in the row of an incident's photos; sha256 and thumb_sha256 are the addresses of the bytes in its two sizes.
CREATE TABLE photo (
    home_code TEXT NOT NULL,
    id UUID NOT NULL,
    incident UUID NOT NULL,
    kind TEXT NOT NULL,
    ordinal BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    thumb_sha256 TEXT NOT NULL,
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    bytes BIGINT NOT NULL,
    taken_at BIGINT,
    lon BIGINT,
    lat BIGINT,
    accuracy_m DOUBLE PRECISION,
    direction DOUBLE PRECISION,
    north TEXT,
    uploaded_at BIGINT NOT NULL,
    uploader TEXT NOT NULL,
    PRIMARY KEY (home_code, incident, id),
    FOREIGN KEY (home_code, incident) REFERENCES incident (home_code, id),
    CHECK (lon BETWEEN -1800000000 AND 1800000000),
    CHECK (lat BETWEEN -900000000 AND 900000000)
);
CREATE INDEX photo_id ON photo (id);
CREATE INDEX photo_sha256 ON photo (sha256);
CREATE INDEX photo_thumb_sha256 ON photo (thumb_sha256);

-- Their bytes, by content: the same photo of two incidents is kept once, so no community owns it. Written before the rows
-- that name it; what no row names is swept a day after kept_at.
CREATE TABLE photo_blob (
    sha256 TEXT NOT NULL,
    size TEXT NOT NULL,
    body BYTEA NOT NULL,
    kept_at BIGINT NOT NULL,
    PRIMARY KEY (sha256, size)
);
-- JPEG does not compress further.
ALTER TABLE photo_blob ALTER COLUMN body SET STORAGE EXTERNAL;
CREATE INDEX photo_blob_kept ON photo_blob (kept_at);
