-- What a person chose for a talk, and the files that go along with a request, as JSON.

ALTER TABLE session ADD COLUMN machine TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN tools TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN model TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN max_tokens BIGINT;
ALTER TABLE turn ADD COLUMN attachments TEXT NOT NULL DEFAULT '[]';

CREATE INDEX session_of_owner ON session (owner, created_at) WHERE environment IS NOT NULL;
