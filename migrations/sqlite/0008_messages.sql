-- Messages: where they go, what became of each, and what people find in the app.

-- Receivers outside of the site. settings holds what must be kept secret: it is written and used, never shown. events, areas
-- and departments say what it wants; an empty list leaves nothing out.
CREATE TABLE channel (
    id BLOB NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    settings TEXT NOT NULL,
    events TEXT NOT NULL,
    areas TEXT NOT NULL,
    departments TEXT NOT NULL,
    per_minute INTEGER,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    disabled_at INTEGER,
    removed_at INTEGER,
    version INTEGER NOT NULL,
    PRIMARY KEY (id),
    CHECK (version >= 1)
) STRICT;

-- A message waits while neither sent_at nor given_up_at is set. Whoever sends it claims it first; a claim that ran out belongs
-- to a process that has died.
ALTER TABLE outbox ADD COLUMN destination BLOB;
ALTER TABLE outbox ADD COLUMN given_up_at INTEGER;
ALTER TABLE outbox ADD COLUMN claimed_by BLOB;
ALTER TABLE outbox ADD COLUMN claimed_until INTEGER;
DROP INDEX outbox_due;
CREATE INDEX outbox_due ON outbox (destination, due_at) WHERE sent_at IS NULL AND given_up_at IS NULL;
CREATE INDEX outbox_id ON outbox (id);

-- Every attempt; id is that of the claim. outcome is NULL while it is under way, sent, or the code of the error.
CREATE TABLE delivery (
    home_code TEXT NOT NULL,
    outbox BLOB NOT NULL,
    id BLOB NOT NULL,
    channel BLOB NOT NULL,
    attempt INTEGER NOT NULL,
    at INTEGER NOT NULL,
    outcome TEXT,
    status INTEGER,
    error TEXT,
    answer TEXT,
    took_ms INTEGER,
    PRIMARY KEY (outbox, id)
) STRICT;
CREATE INDEX delivery_channel ON delivery (channel, at);

-- Messages in the app, for a post, a party or a community's office, whoever holds it when he looks.
CREATE TABLE inbox (
    home_code TEXT NOT NULL,
    id BLOB NOT NULL,
    recipient TEXT NOT NULL,
    incident BLOB,
    payload TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (id)
) STRICT;
CREATE INDEX inbox_recipient ON inbox (recipient, id);

-- Who has read which of them.
CREATE TABLE inbox_read (
    account BLOB NOT NULL,
    message BLOB NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (account, message)
) STRICT, WITHOUT ROWID;
CREATE INDEX inbox_read_message ON inbox_read (message);

-- What waits for the day's list of a leader or his liaison.
CREATE TABLE digest (
    home_code TEXT NOT NULL,
    id BLOB NOT NULL,
    recipient TEXT NOT NULL,
    incident BLOB,
    payload TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    gathered_at INTEGER,
    PRIMARY KEY (id)
) STRICT;
CREATE INDEX digest_waiting ON digest (recipient, id) WHERE gathered_at IS NULL;

PRAGMA user_version = 8;
