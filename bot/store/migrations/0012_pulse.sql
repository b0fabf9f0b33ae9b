-- Written now and then, to see whether anything can be written.

CREATE TABLE pulse (
    beats BIGINT NOT NULL
);

INSERT INTO pulse (beats) VALUES (0);
