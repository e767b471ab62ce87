-- Patrols that were made: a place, a time, what was looked at. layer is NULL for an area of the duty scheme. role is the post
-- that it was made in, NULL where somebody went in place of whoever is asked. party and account are private: they are told to
-- nobody but the person, and erased with the person; the patrol stays.
CREATE TABLE patrol (
    home_code TEXT NOT NULL,
    id BLOB NOT NULL,
    layer TEXT,
    place TEXT NOT NULL,
    role TEXT,
    appointment BLOB,
    party BLOB,
    account BLOB,
    visited_at INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    checks TEXT NOT NULL,
    found_nothing INTEGER NOT NULL,
    incidents TEXT NOT NULL,
    note TEXT,
    PRIMARY KEY (home_code, id)
) STRICT;
CREATE INDEX patrol_visited ON patrol (visited_at);

PRAGMA user_version = 11;
