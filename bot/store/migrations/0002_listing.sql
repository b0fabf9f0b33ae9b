-- Files of a turn's environment, as JSON: at its start, and those it changed.

CREATE TABLE listing (
    turn TEXT NOT NULL REFERENCES turn (id),
    moment TEXT NOT NULL,
    files TEXT NOT NULL,
    PRIMARY KEY (turn, moment),
    CONSTRAINT listing_moment_is_known CHECK (
        moment IN ('start', 'changed')
    )
);
