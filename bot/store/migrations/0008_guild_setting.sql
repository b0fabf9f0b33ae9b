-- What those who manage a guild have set for it.

CREATE TABLE guild_setting (
    guild BIGINT NOT NULL PRIMARY KEY,
    instructions TEXT NOT NULL,
    set_by BIGINT NOT NULL,
    set_at BIGINT NOT NULL
);
