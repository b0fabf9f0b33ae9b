-- Answers that are to be removed: written before anything is deleted, done once nothing of it stands any more.
-- And what the list of talks is found by.

CREATE TABLE removal (
    turn TEXT NOT NULL PRIMARY KEY REFERENCES turn (id),
    asked_by BIGINT NOT NULL,
    asked_at BIGINT NOT NULL,
    done_at BIGINT
);

CREATE INDEX removal_open ON removal (asked_at, turn) WHERE done_at IS NULL;
CREATE INDEX session_by_owner ON session (owner);
CREATE INDEX session_by_guild ON session (guild);
