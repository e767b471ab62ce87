-- Accounts, and what signs somebody in. Of every secret only the hash is stored: Argon2id of passwords, SHA-256 of tokens,
-- which are random enough to need no more.

-- granted holds the roles that a person gave; all others follow from the posts of party. password is NULL until the
-- account's link has been used.
CREATE TABLE account (
    id BLOB NOT NULL,
    login TEXT NOT NULL,
    name TEXT NOT NULL,
    party BLOB,
    granted TEXT NOT NULL,
    password TEXT,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    last_sign_in_at INTEGER,
    disabled_at INTEGER,
    version INTEGER NOT NULL,
    PRIMARY KEY (id),
    CHECK (version >= 1)
) STRICT;
CREATE UNIQUE INDEX account_login ON account (login);

-- A device that somebody is signed in on. A session that has ended has no row.
CREATE TABLE user_session (
    token_hash BLOB NOT NULL,
    id BLOB NOT NULL,
    account BLOB NOT NULL,
    device TEXT NOT NULL,
    address TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    idle_limit INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (token_hash),
    FOREIGN KEY (account) REFERENCES account (id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX user_session_id ON user_session (id);
CREATE INDEX user_session_account ON user_session (account);
CREATE INDEX user_session_expires ON user_session (expires_at);

-- Links that let somebody in once: the first administrator (no account yet), an invitation, a forgotten password.
CREATE TABLE one_time_link (
    token_hash BLOB NOT NULL,
    account BLOB,
    purpose TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER,
    PRIMARY KEY (token_hash),
    FOREIGN KEY (account) REFERENCES account (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX one_time_link_account ON one_time_link (account);

-- Keys of programs. scopes says which doors of the account they may use.
CREATE TABLE api_token (
    token_hash BLOB NOT NULL,
    id BLOB NOT NULL,
    account BLOB NOT NULL,
    name TEXT NOT NULL,
    scopes TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER,
    last_used_at INTEGER,
    PRIMARY KEY (token_hash),
    FOREIGN KEY (account) REFERENCES account (id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX api_token_id ON api_token (id);
CREATE INDEX api_token_account ON api_token (account);

-- How much of an allowance is used up, as the time at which it would be whole again. key is a hash; a row whose time has
-- passed says nothing and may go.
CREATE TABLE allowance (
    key BLOB NOT NULL,
    whole_at INTEGER NOT NULL,
    PRIMARY KEY (key)
) STRICT, WITHOUT ROWID;
CREATE INDEX allowance_whole ON allowance (whole_at);

PRAGMA user_version = 4;
