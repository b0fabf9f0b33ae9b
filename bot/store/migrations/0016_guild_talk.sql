-- Whose messages are requests in the talks of a guild, where several people write.

CREATE TABLE guild_talk (
    guild BIGINT NOT NULL PRIMARY KEY,
    answers TEXT NOT NULL,
    set_by BIGINT NOT NULL,
    set_at BIGINT NOT NULL,
    CONSTRAINT guild_talk_answers_is_known CHECK (
        answers IN ('everyone', 'mentioned')
    )
);
