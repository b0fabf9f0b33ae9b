-- What the operator has entrusted to the bot by name, for machines to be made with.

CREATE TABLE secret (
    name TEXT NOT NULL PRIMARY KEY,
    -- Sealed.
    sealed TEXT NOT NULL,
    set_at BIGINT NOT NULL
);
