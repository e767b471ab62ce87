-- Drafts of editions (R6), append-only: what a draft says of an area is the row with the highest version.

-- An edition can be taken back before it is in force; its rows of areas then hold for no edition. move_incidents says which
-- open incidents follow the ground: "all", "none" or a list of ids; moved_at is when that was done.
ALTER TABLE edition ADD COLUMN withdrawn_at INTEGER;
ALTER TABLE edition ADD COLUMN move_incidents TEXT NOT NULL DEFAULT '"none"';
ALTER TABLE edition ADD COLUMN moved_at INTEGER;

-- A changeset on a base edition. scope holds codes of communities, none means the whole scheme. outcome is published or withdrawn.
CREATE TABLE edition_draft (
    id BLOB NOT NULL,
    scheme TEXT NOT NULL,
    base INTEGER NOT NULL,
    scope TEXT NOT NULL,
    note TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    ended_at INTEGER,
    outcome TEXT,
    edition INTEGER,
    PRIMARY KEY (id),
    CHECK (version >= 1)
) STRICT;
CREATE INDEX edition_draft_open ON edition_draft (scheme) WHERE ended_at IS NULL;

-- Every change of a draft with its reason; version is the one that it led to.
CREATE TABLE draft_change (
    draft BLOB NOT NULL,
    version INTEGER NOT NULL,
    reason TEXT NOT NULL,
    actor TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (draft, version),
    FOREIGN KEY (draft) REFERENCES edition_draft (id)
) STRICT, WITHOUT ROWID;

-- Areas as a change leaves them, or removed.
CREATE TABLE draft_area (
    draft BLOB NOT NULL,
    code TEXT NOT NULL,
    version INTEGER NOT NULL,
    removed INTEGER NOT NULL,
    level TEXT,
    name TEXT,
    parent TEXT,
    extent TEXT,
    wkb BLOB,
    PRIMARY KEY (draft, code, version),
    FOREIGN KEY (draft) REFERENCES edition_draft (id)
) STRICT;

PRAGMA user_version = 2;
