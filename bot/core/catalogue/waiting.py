"""Requests that wait for their turn, and words that changed meanwhile."""

SENTENCES: dict[str, str] = {
    # on the card of the one at work
    "waiting.one": "1 message waits",
    "waiting.many": "{count} messages wait",
    "waiting.edited": "The request was changed after I began. I go on with the words as they were.",
    "waiting.deleted": "The message with this request was deleted. I go on all the same; Stop ends it.",
    "button.now": "Send now",
    "button.rerun": "Run again with the change",
    # said to one person
    "now.nothing": "Nothing waits any more, so there is nothing to send.",
    "now.not_yours": "Only <@{who}>, whose message is next, or who may remove messages here can stop this for it.",
    "rerun.not_yours": "Only <@{who}>, who asked this, can have it run again.",
    "rerun.nothing": "The words are those that this began with, or it is over, so there is nothing to run again.",
    "waiting.full": "Only {most} messages may wait in one talk (`MAX_WAITING_PER_SESSION` of the bot's operator), and so many do. Ask again when some are done.",
    "waiting.refused": "Only {most} messages may wait in one talk (`MAX_WAITING_PER_SESSION` of the bot's operator), and so many do. What I mark with ⛔ I do not answer; send it again later.",
    # how a turn ended
    "turn.makes_way": "Stopped by <@{who}>, so that the next request goes first. Nothing that came before is lost.",
    "turn.withdrawn": "The message with this request was deleted before I began, so nothing was run.",
}
