-- What was accepted (inbound, session, turn), asked of an agent (run) and promised to Discord (outbox).
-- Ids come from the application, times are epoch milliseconds UTC. A statement ends with a semicolon at a line's end.

CREATE TABLE inbound (
    origin TEXT NOT NULL PRIMARY KEY,
    claimed_at BIGINT NOT NULL,
    -- What answers an itx after a restart; the token is sealed.
    itx BIGINT,
    application BIGINT,
    token TEXT,
    itx_at BIGINT,
    CONSTRAINT inbound_reply_is_whole CHECK (
        (itx IS NULL AND application IS NULL AND token IS NULL AND itx_at IS NULL)
        OR (itx IS NOT NULL AND application IS NOT NULL AND token IS NOT NULL AND itx_at IS NOT NULL)
    )
);

CREATE TABLE session (
    id TEXT NOT NULL PRIMARY KEY,
    guild BIGINT,
    parent BIGINT NOT NULL,
    thread BIGINT UNIQUE,
    owner BIGINT NOT NULL,
    agent TEXT NOT NULL,
    title TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    environment TEXT,
    last_run TEXT,
    note TEXT NOT NULL
);

CREATE TABLE turn (
    id TEXT NOT NULL PRIMARY KEY,
    session TEXT NOT NULL REFERENCES session (id),
    origin TEXT NOT NULL UNIQUE REFERENCES inbound (origin),
    request TEXT NOT NULL,
    actor_id BIGINT NOT NULL,
    actor_name TEXT NOT NULL,
    actor_roles TEXT NOT NULL,
    locale TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    reply_to BIGINT,
    started_at BIGINT,
    ended_at BIGINT,
    outcome TEXT,
    reason TEXT NOT NULL,
    detail TEXT NOT NULL,
    stop_asked_by BIGINT,
    CONSTRAINT turn_state_is_known CHECK (
        state IN ('queued', 'starting', 'running', 'waiting', 'finishing', 'delivering', 'done')
    ),
    CONSTRAINT turn_outcome_is_known CHECK (
        outcome IN ('completed', 'failed', 'cancelled', 'incomplete', 'expired', 'uncertain')
    ),
    CONSTRAINT turn_is_taken_before_it_starts CHECK (
        CASE
            WHEN state = 'queued' THEN started_at IS NULL
            WHEN state IN ('starting', 'running', 'waiting', 'finishing') THEN started_at IS NOT NULL
            ELSE TRUE
        END
    ),
    CONSTRAINT turn_is_settled_before_it_is_delivered CHECK (
        CASE
            WHEN state IN ('delivering', 'done') THEN outcome IS NOT NULL AND ended_at IS NOT NULL
            ELSE outcome IS NULL AND ended_at IS NULL
        END
    )
);

-- One turn of a session at a time. One that was stopped while queued was never taken, and is delivered beside it.
CREATE UNIQUE INDEX turn_taken ON turn (session) WHERE started_at IS NOT NULL AND state <> 'done';
CREATE INDEX turn_open ON turn (created_at, id) WHERE state <> 'done';
CREATE INDEX turn_of_session ON turn (session, created_at, id);

CREATE TABLE run (
    turn TEXT NOT NULL REFERENCES turn (id),
    number BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    id TEXT,
    status TEXT NOT NULL,
    input_tokens BIGINT,
    output_tokens BIGINT,
    thought_tokens BIGINT,
    cached_tokens BIGINT,
    tool_use_tokens BIGINT,
    total_tokens BIGINT,
    PRIMARY KEY (turn, number),
    CONSTRAINT run_status_is_known CHECK (
        status IN (
            'queued', 'in_progress', 'requires_action', 'requires_continuation', 'completed', 'failed',
            'cancelled', 'incomplete', 'budget_exceeded', 'unknown'
        )
    )
);

CREATE TABLE outbox (
    turn TEXT NOT NULL REFERENCES turn (id),
    slot TEXT NOT NULL,
    channel BIGINT NOT NULL,
    nonce TEXT NOT NULL UNIQUE,
    first TEXT NOT NULL,
    promised_at BIGINT NOT NULL,
    message BIGINT UNIQUE,
    shown TEXT NOT NULL,
    gone BIGINT NOT NULL,
    PRIMARY KEY (turn, slot),
    CONSTRAINT outbox_gone_is_yes_or_no CHECK (gone IN (0, 1)),
    CONSTRAINT outbox_only_a_message_can_be_gone CHECK (gone = 0 OR message IS NOT NULL)
);
