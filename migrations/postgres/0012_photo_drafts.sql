-- Photos that were brought in bulk and of which no report has been made yet. A draft is one place at one time with its
-- photos; lon to north are what the camera of its first photo tells, or the place that a person set. They are taken away when
-- it is discarded. edited_at is when a person last gave it a place or sorted its photos: from then on no photo joins it unasked.
-- A draft holds no words.
CREATE TABLE photo_draft (
    id UUID NOT NULL PRIMARY KEY,
    state TEXT NOT NULL,
    source TEXT NOT NULL,
    lon BIGINT,
    lat BIGINT,
    placed_by TEXT,
    accuracy_m DOUBLE PRECISION,
    taken_at BIGINT,
    direction DOUBLE PRECISION,
    north TEXT,
    brought_at BIGINT NOT NULL,
    brought_by TEXT NOT NULL,
    edited_at BIGINT,
    ended_at BIGINT,
    ended_by TEXT,
    incident UUID,
    CHECK (state IN ('waiting', 'made', 'discarded')),
    CHECK ((state = 'waiting') = (ended_at IS NULL)),
    CHECK ((state = 'made') = (incident IS NOT NULL)),
    CHECK (lon BETWEEN -1800000000 AND 1800000000),
    CHECK (lat BETWEEN -900000000 AND 900000000)
);
CREATE INDEX photo_draft_waiting ON photo_draft (id) WHERE state = 'waiting';

-- Photos of drafts that wait. Those of a report move to photo, those of a discarded draft go.
CREATE TABLE drafted_photo (
    draft UUID NOT NULL,
    id UUID NOT NULL PRIMARY KEY,
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
    FOREIGN KEY (draft) REFERENCES photo_draft (id),
    CHECK (lon BETWEEN -1800000000 AND 1800000000),
    CHECK (lat BETWEEN -900000000 AND 900000000)
);
CREATE INDEX drafted_photo_draft ON drafted_photo (draft);
CREATE UNIQUE INDEX drafted_photo_sha256 ON drafted_photo (sha256);
CREATE INDEX drafted_photo_thumb_sha256 ON drafted_photo (thumb_sha256);

-- Every photo that was brought, so that it makes no second draft: original is the SHA-256 of the file as it came, sha256 that
-- of the picture made of it. Nothing else is kept of it once its draft has ended.
CREATE TABLE photo_seen (
    original TEXT NOT NULL PRIMARY KEY,
    sha256 TEXT NOT NULL,
    draft UUID NOT NULL
);
CREATE INDEX photo_seen_sha256 ON photo_seen (sha256);
CREATE INDEX photo_seen_draft ON photo_seen (draft);
