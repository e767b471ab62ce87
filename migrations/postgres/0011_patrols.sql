-- Patrols that were made: a place, a time, what was looked at. layer is NULL for an area of the duty scheme. role is the post
-- that it was made in, NULL where somebody went in place of whoever is asked. party and account are private: they are told to
-- nobody but the person, and erased with the person; the patrol stays.
CREATE TABLE patrol (
    home_code TEXT NOT NULL,
    id UUID NOT NULL,
    layer TEXT,
    place TEXT NOT NULL,
    role TEXT,
    appointment UUID,
    party UUID,
    account UUID,
    visited_at BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    checks JSONB NOT NULL,
    found_nothing BOOLEAN NOT NULL,
    incidents JSONB NOT NULL,
    note TEXT,
    PRIMARY KEY (home_code, id)
);
CREATE INDEX patrol_visited ON patrol (visited_at);
