-- First schema. Times are UTC microseconds, geometry is ISO WKB in degrees (WGS 84), little endian.
-- Growing tables carry home_code as first key column, so that they can be sharded by community.

-- Settings of the site, one JSON value a key.
CREATE TABLE site_setting (
    key TEXT NOT NULL,
    value JSONB NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (key)
);

-- Numbered publications of a scheme's areas (R6). The one in force at a time is the highest number with in_force_from at or before it.
CREATE TABLE edition (
    scheme TEXT NOT NULL,
    number BIGINT NOT NULL,
    base BIGINT,
    scope JSONB NOT NULL,
    note TEXT NOT NULL,
    in_force_from BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (scheme, number)
);

-- Areas (R6). A row holds for the editions edition_from <= number < edition_until. wkb is NULL while the area is not drawn.
CREATE TABLE area (
    scheme TEXT NOT NULL,
    code TEXT NOT NULL,
    edition_from BIGINT NOT NULL,
    edition_until BIGINT,
    level TEXT NOT NULL,
    name TEXT NOT NULL,
    parent TEXT,
    extent TEXT,
    wkb BYTEA,
    PRIMARY KEY (scheme, code, edition_from)
);
CREATE UNIQUE INDEX area_in_force ON area (scheme, code) WHERE edition_until IS NULL;

-- Which area took over from which, at splits and merges.
CREATE TABLE area_succession (
    scheme TEXT NOT NULL,
    edition BIGINT NOT NULL,
    from_code TEXT NOT NULL,
    to_code TEXT NOT NULL,
    PRIMARY KEY (scheme, edition, from_code, to_code)
);

-- Features of the layers. valid_*: true on the ground; recorded_*: known to us.
CREATE TABLE feature (
    id UUID NOT NULL,
    layer TEXT NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    wkb BYTEA NOT NULL,
    attributes JSONB NOT NULL,
    valid_from BIGINT NOT NULL,
    valid_until BIGINT,
    recorded_from BIGINT NOT NULL,
    recorded_until BIGINT,
    PRIMARY KEY (id, recorded_from)
);
CREATE UNIQUE INDEX feature_recorded ON feature (layer, code, valid_from) WHERE recorded_until IS NULL;

-- Persons, units, departments and contractors. Erasure blanks the row and keeps the id.
CREATE TABLE party (
    id UUID NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    unit UUID,
    department TEXT,
    public_name BOOLEAN NOT NULL,
    recorded_at BIGINT NOT NULL,
    erased_at BIGINT,
    PRIMARY KEY (id)
);

-- What never leaves without an audited reveal (R11).
CREATE TABLE party_private (
    party UUID NOT NULL,
    mobile TEXT,
    email TEXT,
    address TEXT,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (party),
    FOREIGN KEY (party) REFERENCES party (id)
);

-- Posts with their holders. valid_*: in force; recorded_*: known to us.
CREATE TABLE appointment (
    id UUID NOT NULL,
    role TEXT NOT NULL,
    target_kind TEXT NOT NULL,
    target_group TEXT NOT NULL,
    target_code TEXT NOT NULL,
    department TEXT,
    unit UUID,
    person UUID,
    title TEXT,
    is_primary BOOLEAN NOT NULL,
    duty_phone TEXT,
    valid_from BIGINT NOT NULL,
    valid_until BIGINT,
    recorded_from BIGINT NOT NULL,
    recorded_until BIGINT,
    PRIMARY KEY (id, recorded_from)
);
CREATE UNIQUE INDEX appointment_recorded ON appointment (id) WHERE recorded_until IS NULL;

-- Category trees and code sets as they were in use, newest last.
CREATE TABLE category_set (
    name TEXT NOT NULL,
    in_force_from BIGINT NOT NULL,
    body JSONB NOT NULL,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (name, in_force_from)
);

-- Last incident number issued in a community on a day of the site's zone. Gaps are allowed.
CREATE TABLE incident_counter (
    home_code TEXT NOT NULL,
    day TEXT NOT NULL,
    issued BIGINT NOT NULL,
    PRIMARY KEY (home_code, day)
);
CREATE INDEX incident_counter_day ON incident_counter (day);

-- Located problems. home_code is the community at intake, '-' when unknown, and never changes. Long text stands in report and assignment, so that a scan of this table stays short.
CREATE TABLE incident (
    home_code TEXT NOT NULL,
    id UUID NOT NULL,
    number TEXT NOT NULL,
    category TEXT NOT NULL,
    state TEXT NOT NULL,
    version BIGINT NOT NULL,
    lon BIGINT NOT NULL,
    lat BIGINT NOT NULL,
    datum TEXT NOT NULL,
    raw_lon DOUBLE PRECISION NOT NULL,
    raw_lat DOUBLE PRECISION NOT NULL,
    accuracy_m DOUBLE PRECISION,
    outcome TEXT NOT NULL,
    distance_m DOUBLE PRECISION,
    edition BIGINT,
    area_code TEXT,
    point_code TEXT,
    zone_code TEXT,
    community_code TEXT,
    actor_role TEXT,
    actor_unit UUID,
    actor_person UUID,
    actor_appointment UUID,
    department TEXT,
    block_appointment UUID,
    source TEXT NOT NULL,
    external_ref TEXT,
    tracking_code TEXT NOT NULL,
    occurred_at BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    filed_at BIGINT,
    due_at BIGINT,
    closed_at BIGINT,
    relapse_of UUID,
    merged_into UUID,
    reporter_party UUID,
    address TEXT,
    description TEXT,
    PRIMARY KEY (home_code, id),
    CHECK (lon BETWEEN -1800000000 AND 1800000000),
    CHECK (lat BETWEEN -900000000 AND 900000000),
    CHECK (version >= 1)
);
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
    incident UUID NOT NULL,
    body JSONB NOT NULL,
    PRIMARY KEY (home_code, incident),
    FOREIGN KEY (home_code, incident) REFERENCES incident (home_code, id)
);

-- Raw messages as they came; several may belong to one incident.
CREATE TABLE report (
    home_code TEXT NOT NULL,
    id UUID NOT NULL,
    incident UUID NOT NULL,
    source TEXT NOT NULL,
    external_ref TEXT,
    reporter_party UUID,
    received_at BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (home_code, incident, id),
    FOREIGN KEY (home_code, incident) REFERENCES incident (home_code, id)
);

-- History of the incidents, append-only (R8).
CREATE TABLE incident_event (
    home_code TEXT NOT NULL,
    incident UUID NOT NULL,
    id UUID NOT NULL,
    kind TEXT NOT NULL,
    from_state TEXT,
    to_state TEXT NOT NULL,
    at BIGINT NOT NULL,
    actor_role TEXT NOT NULL,
    actor_party UUID,
    note TEXT,
    detail JSONB,
    PRIMARY KEY (home_code, incident, id),
    FOREIGN KEY (home_code, incident) REFERENCES incident (home_code, id)
);

-- Messages to send, written with the change that causes them.
CREATE TABLE outbox (
    home_code TEXT NOT NULL,
    id UUID NOT NULL,
    incident UUID,
    channel TEXT NOT NULL,
    payload JSONB NOT NULL,
    created_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    last_error TEXT,
    sent_at BIGINT,
    PRIMARY KEY (home_code, id)
);
CREATE INDEX outbox_due ON outbox (due_at) WHERE sent_at IS NULL;

-- Answers by the caller's key, kept for ever (R12). The key is unique for a caller, whatever the community.
CREATE TABLE idempotency (
    caller TEXT NOT NULL,
    key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    response JSONB NOT NULL,
    home_code TEXT NOT NULL,
    incident UUID,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (caller, key)
);

-- Who looked at or exported what, and why.
CREATE TABLE audit (
    home_code TEXT NOT NULL,
    id UUID NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail JSONB NOT NULL,
    PRIMARY KEY (home_code, id)
);
CREATE INDEX audit_at ON audit (at);

-- One row. Every writer takes its lock as the last step before commit, so that sequence numbers become visible in order.
CREATE TABLE change_counter (
    id BIGINT NOT NULL,
    issued BIGINT NOT NULL,
    PRIMARY KEY (id)
);
INSERT INTO change_counter (id, issued) VALUES (1, 0);

-- What changed, in commit order; other processes follow it.
CREATE TABLE change_log (
    home_code TEXT NOT NULL,
    seq BIGINT NOT NULL,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (home_code, seq)
);
CREATE INDEX change_log_seq ON change_log (seq);
