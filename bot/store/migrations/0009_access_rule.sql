-- Who may do what on a guild, as those who manage it have set it.

CREATE TABLE access_rule (
    guild BIGINT NOT NULL,
    -- allow or deny; of one subject and ability there is one of them.
    effect TEXT NOT NULL,
    -- everything, ask, imagine, act or manage.
    ability TEXT NOT NULL,
    -- role, person or channel.
    kind TEXT NOT NULL,
    subject BIGINT NOT NULL,
    set_by BIGINT NOT NULL,
    set_at BIGINT NOT NULL,
    PRIMARY KEY (guild, ability, subject)
);
