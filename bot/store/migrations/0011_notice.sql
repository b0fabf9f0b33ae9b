-- What is said once and for all: that a server was greeted, that an owner was told.

CREATE TABLE notice (
    kind TEXT NOT NULL,
    -- a server, a thread or an application.
    place BIGINT NOT NULL,
    said_at BIGINT NOT NULL,
    PRIMARY KEY (kind, place)
);

-- The commands as Discord was last told them, so that it is told only what changed.

CREATE TABLE command_sync (
    application BIGINT NOT NULL PRIMARY KEY,
    digest TEXT NOT NULL
);
