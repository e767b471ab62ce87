-- First schema. Times are UTC microseconds, geometry is ISO WKB in degrees (WGS 84), little endian.
-- Growing tables carry home_code as first key column, so that they can be sharded by community.
-- Ids are the 16 bytes of a UUID; JSON is text. Tables of short rows
-- that are only reached by their key have no rowid, which saves a second tree.

-- Settings of the site, one JSON value a key.
CREATE TABLE site_setting (
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (key)
) STRICT, WITHOUT ROWID;

-- Numbered publications of a scheme's areas (R6). The one in force at a time is the highest number with in_force_from at or before it.
CREATE TABLE edition (
    scheme TEXT NOT NULL,
    number INTEGER NOT NULL,
    base INTEGER,
    scope TEXT NOT NULL,
    note TEXT NOT NULL,
    in_force_from INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    PRIMARY KEY (scheme, number)
) STRICT;

-- Areas (R6). A row holds for the editions edition_from <= number < edition_until. wkb is NULL while the area is not drawn.
CREATE TABLE area (
    scheme TEXT NOT NULL,
    code TEXT NOT NULL,
    edition_from INTEGER NOT NULL,
    edition_until INTEGER,
    level TEXT NOT NULL,
    name TEXT NOT NULL,
    parent TEXT,
    extent TEXT,
    wkb BLOB,
    PRIMARY KEY (scheme, code, edition_from)
) STRICT;
CREATE UNIQUE INDEX area_in_force ON area (scheme, code) WHERE edition_until IS NULL;

-- Which area took over from which, at splits and merges.
CREATE TABLE area_succession (
    scheme TEXT NOT NULL,
    edition INTEGER NOT NULL,
    from_code TEXT NOT NULL,
    to_code TEXT NOT NULL,
    PRIMARY KEY (scheme, edition, from_code, to_code)
) STRICT, WITHOUT ROWID;

-- Features of the layers. valid_*: true on the ground; recorded_*: known to us.
CREATE TABLE feature (
    id BLOB NOT NULL,
    layer TEXT NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    wkb BLOB NOT NULL,
    attributes TEXT NOT NULL,
    valid_from INTEGER NOT NULL,
    valid_until INTEGER,
    recorded_from INTEGER NOT NULL,
    recorded_until INTEGER,
    PRIMARY KEY (id, recorded_from)
) STRICT;
CREATE UNIQUE INDEX feature_recorded ON feature (layer, code, valid_from) WHERE recorded_until IS NULL;

-- Persons, units, departments and contractors. Erasure blanks the row and keeps the id.
CREATE TABLE party (
    id BLOB NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    unit BLOB,
    department TEXT,
    public_name INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    erased_at INTEGER,
    PRIMARY KEY (id)
) STRICT;

-- What never leaves without an audited reveal (R11).
CREATE TABLE party_private (
    party BLOB NOT NULL,
    mobile TEXT,
    email TEXT,
    address TEXT,
    recorded_at INTEGER NOT NULL,
    PRIMARY KEY (party),
    FOREIGN KEY (party) REFERENCES party (id)
) STRICT;

-- Posts with their holders. valid_*: in force; recorded_*: known to us.
CREATE TABLE appointment (
    id BLOB NOT NULL,
    role TEXT NOT NULL,
    target_kind TEXT NOT NULL,
    target_group TEXT NOT NULL,
    target_code TEXT NOT NULL,
    department TEXT,
    unit BLOB,
    person BLOB,
    title TEXT,
    is_primary INTEGER NOT NULL,
    duty_phone TEXT,
    valid_from INTEGER NOT NULL,
    valid_until INTEGER,
    recorded_from INTEGER NOT NULL,
    recorded_until INTEGER,
    PRIMARY KEY (id, recorded_from)
) STRICT;
CREATE UNIQUE INDEX appointment_recorded ON appointment (id) WHERE recorded_until IS NULL;

-- Category trees and code sets as they were in use, newest last.
CREATE TABLE category_set (
    name TEXT NOT NULL,
    in_force_from INTEGER NOT NULL,
    body TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    PRIMARY KEY (name, in_force_from)
) STRICT;

-- Last incident number issued in a community on a day of the site's zone. Gaps are allowed.
CREATE TABLE incident_counter (
    home_code TEXT NOT NULL,
    day TEXT NOT NULL,
    issued INTEGER NOT NULL,
    PRIMARY KEY (home_code, day)
) STRICT, WITHOUT ROWID;
CREATE INDEX incident_counter_day ON incident_counter (day);

-- Located problems. home_code is the community at intake, '-' when unknown, and never changes. Long text stands in report and assignment, so that a scan of this table stays short.
CREATE TABLE incident (
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
    PRIMARY KEY (home_code, id),
    CHECK (lon BETWEEN -1800000000 AND 1800000000),
    CHECK (lat BETWEEN -900000000 AND 900000000),
    CHECK (version >= 1)
) STRICT;
CREATE UNIQUE INDEX incident_number ON incident (home_code, number);
CREATE INDEX incident_id ON incident (id);
CREATE INDEX incident_tracking ON incident (tracking_code);
CREATE INDEX incident_recorded ON incident (recorded_at, id);
CREATE INDEX incident_occurred ON incident (occurred_at);
CREATE INDEX incident_zone ON incident (zone_code, recorded_at);
CREATE INDEX incident_area ON incident (area_code, recorded_at);
CREATE INDEX incident_community ON incident (community_code, recorded_at);
CREATE INDEX incident_due ON incident (due_at) WHERE closed_at IS NULL AND due_at IS NOT NULL;

-- The assignment in force of an incident with its reasons (R5); earlier ones stand in the history.
CREATE TABLE assignment (
    home_code TEXT NOT NULL,
    incident BLOB NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (home_code, incident),
    FOREIGN KEY (home_code, incident) REFERENCES incident (home_code, id)
) STRICT;

-- Raw messages as they came; several may belong to one incident.
CREATE TABLE report (
    home_code TEXT NOT NULL,
    id BLOB NOT NULL,
    incident BLOB NOT NULL,
    source TEXT NOT NULL,
    external_ref TEXT,
    reporter_party BLOB,
    received_at INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (home_code, incident, id),
    FOREIGN KEY (home_code, incident) REFERENCES incident (home_code, id)
) STRICT;

-- History of the incidents, append-only (R8).
CREATE TABLE incident_event (
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
    PRIMARY KEY (home_code, incident, id),
    FOREIGN KEY (home_code, incident) REFERENCES incident (home_code, id)
) STRICT, WITHOUT ROWID;

-- Messages to send, written with the change that causes them.
CREATE TABLE outbox (
    home_code TEXT NOT NULL,
    id BLOB NOT NULL,
    incident BLOB,
    channel TEXT NOT NULL,
    payload TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    last_error TEXT,
    sent_at INTEGER,
    PRIMARY KEY (home_code, id)
) STRICT;
CREATE INDEX outbox_due ON outbox (due_at) WHERE sent_at IS NULL;

-- Answers by the caller's key, kept for ever (R12). The key is unique for a caller, whatever the community.
CREATE TABLE idempotency (
    caller TEXT NOT NULL,
    key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    response TEXT NOT NULL,
    home_code TEXT NOT NULL,
    incident BLOB,
    recorded_at INTEGER NOT NULL,
    PRIMARY KEY (caller, key)
) STRICT, WITHOUT ROWID;

-- Who looked at or exported what, and why.
CREATE TABLE audit (
    home_code TEXT NOT NULL,
    id BLOB NOT NULL,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL,
    PRIMARY KEY (home_code, id)
) STRICT;
CREATE INDEX audit_at ON audit (at);

-- One row. Every writer takes its lock as the last step before commit, so that sequence numbers become visible in order.
CREATE TABLE change_counter (
    id INTEGER NOT NULL,
    issued INTEGER NOT NULL,
    PRIMARY KEY (id)
) STRICT;
INSERT INTO change_counter (id, issued) VALUES (1, 0);

-- What changed, in commit order; other processes follow it.
CREATE TABLE change_log (
    home_code TEXT NOT NULL,
    seq INTEGER NOT NULL,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (home_code, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX change_log_seq ON change_log (seq);

-- 'WGGE'; user_version lets a program see a newer schema from the file header alone.
PRAGMA application_id = 1464289093;
PRAGMA user_version = 1;
