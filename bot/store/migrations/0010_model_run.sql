-- Runs of models behind conventional APIs, which remember nothing themselves, and the files that they gave or were shown.

CREATE TABLE model_run (
    id TEXT NOT NULL PRIMARY KEY,
    -- Of the same talk; it may be gone.
    previous TEXT,
    model TEXT NOT NULL,
    -- JSON.
    asked TEXT NOT NULL,
    -- What was said before, in short; empty where the runs before still say it.
    summary TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    ended_at BIGINT,
    -- JSON.
    record TEXT,
    echo TEXT,
    CONSTRAINT model_run_ends_with_its_record CHECK (
        (ended_at IS NULL AND record IS NULL AND echo IS NULL) OR (ended_at IS NOT NULL AND record IS NOT NULL)
    )
);

-- The data, megabytes in base64, is last, so that nothing before it is looked for behind it.
CREATE TABLE model_media (
    name TEXT NOT NULL PRIMARY KEY,
    mime_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    used_at BIGINT NOT NULL,
    data TEXT NOT NULL
);

CREATE INDEX model_media_by_use ON model_media (used_at, name, size);
