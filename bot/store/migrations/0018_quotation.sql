-- The message that a request is about, as JSON; empty where it is about none.

ALTER TABLE turn ADD COLUMN about TEXT NOT NULL DEFAULT '';
