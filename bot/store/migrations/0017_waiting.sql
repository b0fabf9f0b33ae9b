-- Requests that wait for their turn in a talk. A row stands before what it tells of is done.

-- The turn was stopped so that the next one goes first.
ALTER TABLE turn ADD COLUMN makes_way BIGINT NOT NULL DEFAULT 0
    CONSTRAINT turn_makes_way_is_yes_or_no CHECK (makes_way IN (0, 1));

CREATE INDEX turn_by_message ON turn (reply_to) WHERE outcome IS NULL;
CREATE INDEX turn_by_time ON turn (created_at);
CREATE INDEX session_by_parent ON session (parent);

-- A reaction of ours on a message: promised, and standing once Discord has said so.
CREATE TABLE mark (
    message BIGINT NOT NULL PRIMARY KEY,
    channel BIGINT NOT NULL,
    session TEXT NOT NULL REFERENCES session (id),
    emoji TEXT NOT NULL,
    stands BIGINT NOT NULL,
    CONSTRAINT mark_stands_is_yes_or_no CHECK (stands IN (0, 1))
);

CREATE INDEX mark_of_session ON mark (session);

-- What became of a request's message while the agent works on it.
CREATE TABLE rewording (
    turn TEXT NOT NULL PRIMARY KEY REFERENCES turn (id),
    kind TEXT NOT NULL,
    request TEXT NOT NULL,
    attachments TEXT NOT NULL,
    CONSTRAINT rewording_kind_is_known CHECK (
        kind IN ('edited', 'deleted')
    )
);

-- It was said that no more may wait for this turn.
CREATE TABLE full_queue (
    turn TEXT NOT NULL PRIMARY KEY REFERENCES turn (id),
    said_at BIGINT NOT NULL
);

-- Up to which message of a thread or channel all is taken care of.
CREATE TABLE heard (
    room BIGINT NOT NULL PRIMARY KEY,
    message BIGINT NOT NULL
);
