"""Ways to begin a talk, besides `/ask` in a channel."""

SENTENCES: dict[str, str] = {
    # mentions
    "mention.empty": "Mention me together with what you want done, files too if you like, and I open a thread here. `/ask` has more options, and `/help` says what I can do.",
    "mention.not_here": "I cannot open a thread in this kind of channel. Mention me in a text channel, a thread or a forum post.",
    # direct messages
    "button.new_talk": "New talk",
    "direct.new": "Your next message begins a new talk, which knows nothing of the ones before it. What still runs goes on.",
    # /ask new
    "new.elsewhere": "The new talk is here: <#{room}>",
    "new.in_post": "A forum's posts are made by people: open a new post, and mention me there.",
    "new.not_yours": "A new talk would begin in {channel}, and you may not write there. Use `private` for a private one.",
    # the menu of a message
    "about.title": "Ask about this",
    "about.words": "What do you want to know?",
    "about.hint": "Explain this. Is it true? What could one answer?",
    "about.empty": "Nothing was asked. Open the menu again, and write what you want to know.",
    "about.gone": "That message cannot be read (any more), so there is nothing to ask about.",
    "about.nothing": "There are no words and no files in that message that I could read.",
    "root.about": "about [a message]({link}) of {name}",
}
