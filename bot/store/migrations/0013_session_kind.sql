-- Where a talk takes place, and when it was closed. One in a direct message or in a channel itself has no thread.

ALTER TABLE session ADD COLUMN kind TEXT NOT NULL DEFAULT 'thread'
    CONSTRAINT session_kind_is_known CHECK (kind IN ('thread', 'private', 'joined', 'direct', 'channel'));
ALTER TABLE session ADD COLUMN closed_at BIGINT;

CREATE INDEX session_of_channel ON session (parent, created_at, id) WHERE kind = 'direct';
