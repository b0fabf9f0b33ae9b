"""An answer or pictures that are removed: the question, what became of it, and what is left."""

SENTENCES: dict[str, str] = {
    "button.remove_now": "Yes, remove it",
    "removal.ask": "Remove this answer, with its files and pictures? Only a line that says so will be left. What is still at work is stopped. The agent still remembers what was said, and so does the service behind it: a removed answer is gone from Discord alone.",
    "removal.line": "-# 🗑️ removed by <@{who}>",
    "removal.at_work": "Removing it …",
    "removal.done": "Removed.",
    "removal.failed": "Not all of it could be removed: Discord refused, perhaps because I may not see this channel any more, or because the thread is locked. I try again at my next start; somebody who manages this server can delete the rest by hand.",
    "removal.not_yours": "Only <@{who}>, who asked, may remove this answer, or somebody who may manage messages or threads here, or this bot (`/settings access`).",
    "removal.not_mine": "That is no answer and no picture of mine, or nothing is known of it any more. Use this on one of my messages in a talk.",
}
