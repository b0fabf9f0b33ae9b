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
}
