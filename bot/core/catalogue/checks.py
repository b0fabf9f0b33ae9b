"""What is missing to work: intents, permissions, and what `bot check` and `/settings status` find."""

SENTENCES: dict[str, str] = {
    # message content is switched off
    "button.reply": "Reply",
    "reply.title": "Reply",
    "reply.words": "What you want to say",
    "reply.files": "Files, if you like",
    "reply.empty": "Nothing was written. Press Reply again and write something.",
    "reply.unread": "-# What is written here without mentioning me does not reach me: this bot may not read plain messages. Mention me, reply to one of my messages, press **Reply** on the card, or use `/ask` here.",
    "operator.no_content": "Plain replies in threads do not reach me: the **Message Content Intent** is off. People can mention me, press Reply on a card, or use `/ask`. To switch it on: <https://discord.com/developers/applications>, this application, page **Bot**, under **Privileged Gateway Intents**, the switch **Message Content Intent**; save, then start the bot again.",
    # invited to a server
    "hello": (
        "Hello. `/ask` opens a thread in which an agent works for you: it plans, searches, runs code and writes files on a Linux machine of its own, and shows each step; "
        "reply in the thread to go on. `/imagine` makes pictures. `/help` says it all.\n"
        "**Who reads, who pays.** What you ask, and what the agent reads for it, goes to {readers}, under the key of whoever runs this bot, and is billed to them. Do not write secrets.\n"
        "**Who may.** Whoever runs this bot opens it to servers, roles, people or channels (at first only they themselves may use it); those who manage this server narrow that with `/settings access`."
    ),
    "hello.no_content": "-# This bot may not read plain messages: in its threads mention it, reply to one of its messages, or press **Reply**.",
    "reader.google": "Google's Gemini API",
}
