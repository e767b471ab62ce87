-- Keys of growing tables begin with the id, which rises with time, so inserts go to the end of a tree instead of to as many
-- pages as there are communities; home_code stays, as on PostgreSQL, which shards by it. Foreign keys are checked at the
-- commit, which spares a journal for every statement.

CREATE TABLE incident_next (
    home_code TEXT NOT NULL,
    id BLOB NOT NULL,
    number TEXT NOT NULL,
    category TEXT NOT NULL,
    state TEXT NOT NULL,
    version INTEGER NOT NULL,
    lon INTEGER NOT NULL,
    lat INTEGER NOT NULL,
    datum TEXT NOT NULL,
    raw_lon REAL NOT NULL,
    raw_lat REAL NOT NULL,
    accuracy_m REAL,
    outcome TEXT NOT NULL,
    distance_m REAL,
    edition INTEGER,
    area_code TEXT,
    point_code TEXT,
    zone_code TEXT,
    community_code TEXT,
    actor_role TEXT,
    actor_unit BLOB,
    actor_person BLOB,
    actor_appointment BLOB,
    department TEXT,
    block_appointment BLOB,
    source TEXT NOT NULL,
    external_ref TEXT,
    tracking_code TEXT NOT NULL,
    occurred_at INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    filed_at INTEGER,
    due_at INTEGER,
    closed_at INTEGER,
    relapse_of BLOB,
    merged_into BLOB,
    reporter_party BLOB,
    address TEXT,
    description TEXT,
    PRIMARY KEY (id),
    CHECK (lon BETWEEN -1800000000 AND 1800000000),
    CHECK (lat BETWEEN -900000000 AND 900000000),
    CHECK (version >= 1)
) STRICT;
INSERT INTO incident_next SELECT * FROM incident;

CREATE TABLE assignment_next (
    home_code TEXT NOT NULL,
    incident BLOB NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (incident),
    FOREIGN KEY (incident) REFERENCES incident_next (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
INSERT INTO assignment_next SELECT * FROM assignment;

CREATE TABLE report_next (
    home_code TEXT NOT NULL,
    id BLOB NOT NULL,
    incident BLOB NOT NULL,
    source TEXT NOT NULL,
    external_ref TEXT,
    reporter_party BLOB,
    received_at INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (incident, id),
    FOREIGN KEY (incident) REFERENCES incident_next (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
INSERT INTO report_next SELECT * FROM report;

CREATE TABLE incident_event_next (
    home_code TEXT NOT NULL,
    incident BLOB NOT NULL,
    id BLOB NOT NULL,
    kind TEXT NOT NULL,
    from_state TEXT,
    to_state TEXT NOT NULL,
    at INTEGER NOT NULL,
    actor_role TEXT NOT NULL,
    actor_party BLOB,
    note TEXT,
    detail TEXT,
    PRIMARY KEY (incident, id),
    FOREIGN KEY (incident) REFERENCES incident_next (id) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;
INSERT INTO incident_event_next SELECT * FROM incident_event;

CREATE TABLE change_log_next (
    home_code TEXT NOT NULL,
    seq INTEGER NOT NULL,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (seq)
) STRICT, WITHOUT ROWID;
INSERT INTO change_log_next SELECT * FROM change_log;

DROP TABLE assignment;
DROP TABLE report;
DROP TABLE incident_event;
DROP TABLE incident;
DROP TABLE change_log;
ALTER TABLE incident_next RENAME TO incident;
ALTER TABLE assignment_next RENAME TO assignment;
ALTER TABLE report_next RENAME TO report;
ALTER TABLE incident_event_next RENAME TO incident_event;
ALTER TABLE change_log_next RENAME TO change_log;

CREATE UNIQUE INDEX incident_number ON incident (number, home_code);
CREATE INDEX incident_tracking ON incident (tracking_code);
CREATE INDEX incident_recorded ON incident (recorded_at, id);
CREATE INDEX incident_occurred ON incident (occurred_at);
-- The one index on places: each further one would cost every report a page of its own. The codes below a zone or a
-- community, of any edition, are found in area.
CREATE INDEX incident_area ON incident (area_code, recorded_at);
CREATE INDEX area_parent ON area (parent);
CREATE INDEX incident_due ON incident (due_at) WHERE closed_at IS NULL AND due_at IS NOT NULL;

-- The areas of large editions once more in a compact form, derived from the rows for quick starts.
CREATE TABLE area_image (
    scheme TEXT NOT NULL,
    edition INTEGER NOT NULL,
    part INTEGER NOT NULL,
    parts INTEGER NOT NULL,
    format INTEGER NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (scheme, edition, part)
) STRICT;

-- Which area took over whose ground, at splits, merges and renamings; permille of the old area. Nothing wrote it before.
DROP TABLE area_succession;
CREATE TABLE area_succession (
    scheme TEXT NOT NULL,
    edition INTEGER NOT NULL,
    from_code TEXT NOT NULL,
    to_code TEXT NOT NULL,
    permille INTEGER NOT NULL,
    PRIMARY KEY (scheme, edition, from_code, to_code)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 3;
