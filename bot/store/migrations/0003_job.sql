-- Requests for pictures (job), what came of each call (picture), and the files that people gave along (kept_file).

CREATE TABLE job (
    id TEXT NOT NULL PRIMARY KEY,
    origin TEXT NOT NULL UNIQUE REFERENCES inbound (origin),
    guild BIGINT,
    channel BIGINT NOT NULL,
    actor_id BIGINT NOT NULL,
    actor_name TEXT NOT NULL,
    actor_roles TEXT NOT NULL,
    locale TEXT NOT NULL,
    prompt TEXT NOT NULL,
    deed TEXT NOT NULL,
    model TEXT NOT NULL,
    provider TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    count BIGINT NOT NULL,
    -- A picture's job and number with a dot between, as in a button.
    parent TEXT,
    -- JSON.
    sources TEXT NOT NULL,
    ratio TEXT,
    size TEXT,
    asked_ratio TEXT NOT NULL,
    is_private BIGINT NOT NULL,
    reply_to BIGINT,
    message BIGINT UNIQUE,
    stop_asked_by BIGINT,
    outcome TEXT,
    reason TEXT NOT NULL,
    detail TEXT NOT NULL,
    ended_at BIGINT,
    gone BIGINT NOT NULL,
    CONSTRAINT job_deed_is_known CHECK (
        deed IN ('imagine', 'vary', 'edit', 'larger', 'ratio', 'choose')
    ),
    CONSTRAINT job_outcome_is_known CHECK (
        outcome IN ('completed', 'failed', 'cancelled', 'incomplete', 'expired', 'uncertain')
    ),
    CONSTRAINT job_is_of_pictures CHECK (count > 0),
    CONSTRAINT job_ends_with_its_outcome CHECK (
        (outcome IS NULL AND ended_at IS NULL) OR (outcome IS NOT NULL AND ended_at IS NOT NULL)
    ),
    CONSTRAINT job_private_is_yes_or_no CHECK (is_private IN (0, 1)),
    CONSTRAINT job_gone_is_yes_or_no CHECK (gone IN (0, 1)),
    CONSTRAINT job_only_a_message_can_be_gone CHECK (gone = 0 OR message IS NOT NULL)
);

CREATE INDEX job_open ON job (created_at, id) WHERE outcome IS NULL;

CREATE TABLE picture (
    job TEXT NOT NULL REFERENCES job (id),
    number BIGINT NOT NULL,
    state TEXT NOT NULL,
    run TEXT,
    file TEXT NOT NULL,
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    dollars DOUBLE PRECISION,
    reason TEXT NOT NULL,
    detail TEXT NOT NULL,
    PRIMARY KEY (job, number),
    CONSTRAINT picture_state_is_known CHECK (
        state IN ('pending', 'called', 'made', 'failed')
    ),
    CONSTRAINT picture_is_called_before_it_runs CHECK (state <> 'pending' OR run IS NULL)
);

-- The data, megabytes in base64, is last, so that nothing before it is looked for behind it.
CREATE TABLE kept_file (
    digest TEXT NOT NULL PRIMARY KEY,
    mime_type TEXT NOT NULL,
    used_at BIGINT NOT NULL,
    data TEXT NOT NULL
);

CREATE INDEX kept_file_by_use ON kept_file (used_at);
