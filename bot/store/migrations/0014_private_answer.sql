-- The answer to an itx is for whoever asked alone, and says where the talk takes place.

ALTER TABLE inbound ADD COLUMN is_private BIGINT NOT NULL DEFAULT 0
    CONSTRAINT inbound_private_is_yes_or_no CHECK (is_private IN (0, 1));
