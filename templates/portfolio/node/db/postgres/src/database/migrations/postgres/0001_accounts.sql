-- Accounts and their sessions. Ids are UUIDs of version 7: they sort by the time they were made.
-- COLLATE "C" compares and sorts text by code points, the same on every server.
CREATE TABLE users (
    id            UUID                     NOT NULL PRIMARY KEY,
    email         VARCHAR(254) COLLATE "C" NOT NULL UNIQUE,
    name          VARCHAR(100) COLLATE "C" NOT NULL,
    password_hash TEXT                     NOT NULL,
    role          VARCHAR(10)              NOT NULL CHECK (role IN ('user', 'admin')),
    disabled      BOOLEAN                  NOT NULL DEFAULT FALSE,
    created_at    TIMESTAMPTZ(3)           NOT NULL
);

CREATE INDEX users__created_at ON users (created_at, id);

CREATE TABLE sessions (
    id          UUID           NOT NULL PRIMARY KEY,
    user_id     UUID           NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    secret_hash CHAR(64)       NOT NULL,
    rotated_at  TIMESTAMPTZ(3) NOT NULL,
    expires_at  TIMESTAMPTZ(3) NOT NULL,
    created_at  TIMESTAMPTZ(3) NOT NULL
);

CREATE INDEX sessions__user_id ON sessions (user_id);
