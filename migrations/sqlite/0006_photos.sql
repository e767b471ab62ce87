-- Photos of incidents. What a camera tells (taken_at to north) and who brought a photo are for staff alone (R11). ordinal is
-- the place in the row of an incident's photos; sha256 and thumb_sha256 are the addresses of the bytes in its two sizes.
CREATE TABLE photo (
    home_code TEXT NOT NULL,
    id BLOB NOT NULL,
    incident BLOB NOT NULL,
    kind TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    thumb_sha256 TEXT NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    taken_at INTEGER,
    lon INTEGER,
    lat INTEGER,
    accuracy_m REAL,
    direction REAL,
    north TEXT,
    uploaded_at INTEGER NOT NULL,
    uploader TEXT NOT NULL,
    PRIMARY KEY (incident, id),
    FOREIGN KEY (incident) REFERENCES incident (id) DEFERRABLE INITIALLY DEFERRED,
    CHECK (lon BETWEEN -1800000000 AND 1800000000),
    CHECK (lat BETWEEN -900000000 AND 900000000)
) STRICT;
CREATE INDEX photo_id ON photo (id);
CREATE INDEX photo_sha256 ON photo (sha256);
CREATE INDEX photo_thumb_sha256 ON photo (thumb_sha256);

-- As on PostgreSQL, but empty: here the bytes are files beside the database.
CREATE TABLE photo_blob (
    sha256 TEXT NOT NULL,
    size TEXT NOT NULL,
    body BLOB NOT NULL,
    kept_at INTEGER NOT NULL,
    PRIMARY KEY (sha256, size)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 6;
