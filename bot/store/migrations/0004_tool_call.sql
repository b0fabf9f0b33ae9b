-- What an agent called of ours, and what was answered (tool_call); what a person lets it do for a session (tool_grant).

CREATE TABLE tool_call (
    turn TEXT NOT NULL REFERENCES turn (id),
    number BIGINT NOT NULL,
    run BIGINT NOT NULL,
    -- The provider's id of the call.
    call TEXT NOT NULL,
    name TEXT NOT NULL,
    -- JSON, as are question, reply and result.
    arguments TEXT NOT NULL,
    state TEXT NOT NULL,
    question TEXT,
    reply TEXT,
    asked_at BIGINT,
    expires_at BIGINT,
    result TEXT,
    is_error BIGINT NOT NULL,
    answered_at BIGINT,
    PRIMARY KEY (turn, number),
    UNIQUE (turn, run, call),
    CONSTRAINT tool_call_state_is_known CHECK (
        state IN ('open', 'asked', 'begun', 'answered')
    ),
    CONSTRAINT tool_call_error_is_yes_or_no CHECK (is_error IN (0, 1)),
    CONSTRAINT tool_call_is_asked_with_a_question CHECK (
        (question IS NULL AND asked_at IS NULL AND expires_at IS NULL AND reply IS NULL)
        OR (question IS NOT NULL AND asked_at IS NOT NULL AND expires_at IS NOT NULL)
    ),
    CONSTRAINT tool_call_is_answered_with_a_result CHECK (
        CASE
            WHEN state = 'answered' THEN result IS NOT NULL AND answered_at IS NOT NULL
            ELSE result IS NULL AND answered_at IS NULL
        END
    )
);

CREATE TABLE tool_grant (
    session TEXT NOT NULL REFERENCES session (id),
    scope TEXT NOT NULL,
    actor_id BIGINT NOT NULL,
    granted_at BIGINT NOT NULL,
    PRIMARY KEY (session, scope, actor_id)
);
