-- Accounts, and what signs somebody in. Of every secret only the hash is stored: Argon2id of passwords, SHA-256 of tokens,
-- which are random enough to need no more.

-- granted holds the roles that a person gave; all others follow from the posts of party. password is NULL until the
-- account's link has been used.
CREATE TABLE account (
    id UUID NOT NULL,
    login TEXT NOT NULL,
    name TEXT NOT NULL,
    party UUID,
    granted JSONB NOT NULL,
    password TEXT,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    last_sign_in_at BIGINT,
    disabled_at BIGINT,
    version BIGINT NOT NULL,
    PRIMARY KEY (id),
    CHECK (version >= 1)
);
CREATE UNIQUE INDEX account_login ON account (login);

-- A device that somebody is signed in on. A session that has ended has no row.
CREATE TABLE user_session (
    token_hash BYTEA NOT NULL,
    id UUID NOT NULL,
    account UUID NOT NULL,
    device TEXT NOT NULL,
    address TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    idle_limit BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (token_hash),
    FOREIGN KEY (account) REFERENCES account (id)
);
CREATE UNIQUE INDEX user_session_id ON user_session (id);
CREATE INDEX user_session_account ON user_session (account);
CREATE INDEX user_session_expires ON user_session (expires_at);

-- Links that let somebody in once: the first administrator (no account yet), an invitation, a forgotten password.
CREATE TABLE one_time_link (
    token_hash BYTEA NOT NULL,
    account UUID,
    purpose TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (token_hash),
    FOREIGN KEY (account) REFERENCES account (id)
);
CREATE INDEX one_time_link_account ON one_time_link (account);

-- Keys of programs. scopes says which doors of the account they may use.
CREATE TABLE api_token (
    token_hash BYTEA NOT NULL,
    id UUID NOT NULL,
    account UUID NOT NULL,
    name TEXT NOT NULL,
    scopes JSONB NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    last_used_at BIGINT,
    PRIMARY KEY (token_hash),
    FOREIGN KEY (account) REFERENCES account (id)
);
CREATE UNIQUE INDEX api_token_id ON api_token (id);
CREATE INDEX api_token_account ON api_token (account);

-- How much of an allowance is used up, as the time at which it would be whole again. key is a hash; a row whose time has
-- passed says nothing and may go.
CREATE TABLE allowance (
    key BYTEA NOT NULL,
    whole_at BIGINT NOT NULL,
    PRIMARY KEY (key)
);
CREATE INDEX allowance_whole ON allowance (whole_at);
