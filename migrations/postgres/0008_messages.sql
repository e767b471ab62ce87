-- Messages: where they go, what became of each, and what people find in the app.

-- Receivers outside of the site. settings holds what must be kept secret: it is written and used, never shown. events, areas
-- and departments say what it wants; an empty list leaves nothing out.
CREATE TABLE channel (
    id UUID NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    settings JSONB NOT NULL,
    events JSONB NOT NULL,
    areas JSONB NOT NULL,
    departments JSONB NOT NULL,
    per_minute BIGINT,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    disabled_at BIGINT,
    removed_at BIGINT,
    version BIGINT NOT NULL,
    PRIMARY KEY (id),
    CHECK (version >= 1)
);

-- A message waits while neither sent_at nor given_up_at is set. Whoever sends it claims it first; a claim that ran out belongs
-- to a process that has died.
ALTER TABLE outbox ADD COLUMN destination UUID;
ALTER TABLE outbox ADD COLUMN given_up_at BIGINT;
ALTER TABLE outbox ADD COLUMN claimed_by UUID;
ALTER TABLE outbox ADD COLUMN claimed_until BIGINT;
DROP INDEX outbox_due;
CREATE INDEX outbox_due ON outbox (destination, due_at) WHERE sent_at IS NULL AND given_up_at IS NULL;
CREATE INDEX outbox_id ON outbox (id);

-- Every attempt; id is that of the claim. outcome is NULL while it is under way, sent, or the code of the error.
CREATE TABLE delivery (
    home_code TEXT NOT NULL,
    outbox UUID NOT NULL,
    id UUID NOT NULL,
    channel UUID NOT NULL,
    attempt BIGINT NOT NULL,
    at BIGINT NOT NULL,
    outcome TEXT,
    status BIGINT,
    error JSONB,
    answer TEXT,
    took_ms BIGINT,
    PRIMARY KEY (home_code, outbox, id)
);
CREATE INDEX delivery_outbox ON delivery (outbox);
CREATE INDEX delivery_channel ON delivery (channel, at);

-- Messages in the app, for a post, a party or a community's office, whoever holds it when he looks.
CREATE TABLE inbox (
    home_code TEXT NOT NULL,
    id UUID NOT NULL,
    recipient TEXT NOT NULL,
    incident UUID,
    payload JSONB NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (home_code, id)
);
CREATE INDEX inbox_id ON inbox (id);
CREATE INDEX inbox_recipient ON inbox (recipient, id);

-- Who has read which of them.
CREATE TABLE inbox_read (
    account UUID NOT NULL,
    message UUID NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (account, message)
);
CREATE INDEX inbox_read_message ON inbox_read (message);

-- What waits for the day's list of a leader or his liaison.
CREATE TABLE digest (
    home_code TEXT NOT NULL,
    id UUID NOT NULL,
    recipient TEXT NOT NULL,
    incident UUID,
    payload JSONB NOT NULL,
    created_at BIGINT NOT NULL,
    gathered_at BIGINT,
    PRIMARY KEY (home_code, id)
);
CREATE INDEX digest_waiting ON digest (recipient, id) WHERE gathered_at IS NULL;
