-- Servers of tools that those who manage a guild have added to it.

CREATE TABLE mcp_server (
    guild BIGINT NOT NULL,
    name TEXT NOT NULL,
    url TEXT NOT NULL,
    -- JSON, sealed.
    headers TEXT NOT NULL,
    -- JSON: names of tools; an empty list allows all.
    allowed TEXT NOT NULL,
    added_by BIGINT NOT NULL,
    added_at BIGINT NOT NULL,
    PRIMARY KEY (guild, name)
);
