"""Every sentence that people read, in one place: whose fault it is, and what to do next."""

from string import Formatter

SENTENCES: dict[str, str] = {
    # the public message
    "root.asked": "asked",
    # the card
    "card.starting": "**Starting** · {since}",
    "card.running": "**Working** · {since}",
    "card.quiet": "-# nothing new from the agent since {since}",
    "card.continued": "-# this card goes on further below",
    "card.stopping": "**Stopping** · {since}",
    "card.retrying": "**Waiting for the agent service** · it is busy; next try {when}",
    # the receipt
    "outcome.completed": "✅ **Done**",
    "outcome.failed": "❌ **Failed**",
    "outcome.cancelled": "⏹️ **Stopped**",
    "outcome.incomplete": "⚠️ **Unfinished**",
    "outcome.expired": "⌛ **Expired**",
    "outcome.uncertain": "❓ **Uncertain**",
    "receipt.steps": "{count} steps",
    "receipt.step": "1 step",
    "receipt.tokens": "{count} tokens",
    "receipt.cost": "≈ ${cost}",
    # how a turn ended, and what next
    "turn.no_answer": "The agent ended without saying anything. Ask again, perhaps in other words.",
    "turn.stopped": "Stopped by <@{who}>. Reply to go on from here.",
    "turn.cancelled": "The agent service reports that this was cancelled, though not by anybody here. Ask again.",
    "turn.minutes": "Stopped after {detail} minutes, the most this bot's operator allows one request (`MAX_MINUTES_PER_TURN`). Reply “continue” to go on.",
    "turn.tokens": "The agent reached the most tokens this bot's operator allows one request (`MAX_TOKENS_PER_TURN`). Reply “continue” to go on.",
    "turn.no_tools": "The agent asked for a tool that this bot does not offer it, so it could not go on. Ask again without it.",
    "turn.uncertain": "The bot was interrupted just as it handed your request to the agent service, and cannot know whether it arrived. It is not repeated by itself, because it could cost twice. Send it again if you want it run.",
    "turn.agent_failed": "The agent service reports that it failed: {detail} This is not your fault; ask again, and tell the bot's operator if it stays so.",
    "turn.refused": "The agent service refused this request: {detail} This is for the bot's operator to mend.",
    "turn.key": "The agent service does not accept this bot's key. Only the bot's operator can mend that (`GEMINI_API_KEY`).",
    "turn.agent_gone": "The agent service knows no agent named {detail}. Only the bot's operator can mend that (`GEMINI_AGENT`).",
    "turn.overloaded": "The agent service takes no more requests now ({detail}). Try again later; the bot's operator can see the quota.",
    "turn.unreachable": "The agent service cannot be reached. Try again in a few minutes, and tell the bot's operator if it stays so.",
    "turn.lost": "The agent service knows nothing of this request any more, so its end is unknown. Ask again.",
    "turn.forgotten": "The agent service has forgotten this conversation or its machine (both are kept for days, not for ever). Start a new one with `/ask`.",
    "turn.internal": "The bot itself failed here. That is our fault, not yours; ask again, and tell the bot's operator if it stays so.",
    "turn.ping": "<@{who}> your request is done.",
    "turn.ping_failed": "<@{who}> your request has ended, but not as it should; see above.",
    "turn.reference": "-# reference `{reference}`",
    # answers to clicks and commands
    "denied": "You may not use this bot here. The bot's operator can open it to you, to one of your roles or to this server, with the setting `ALLOW`.",
    "stop.not_yours": "Only the person who asked may stop this.",
    "stop.over": "This request has ended already.",
    "more.gone": "The rest of this answer cannot be read any more: the agent service no longer keeps it.",
    "more.page": "-# page {page} of {pages}",
    "click.unknown": "The bot knows nothing of this button any more. Ask again with `/ask`.",
    "ask.threads_missing": "I may not open threads in {channel}. Somebody who manages this server can give me “Create Public Threads” and “Send Messages in Threads” there; then ask again.",
    "ask.not_here": "`/ask` works in a server's text channels and in the threads it opened there.",
    "failed": "That failed inside the bot, which is our fault, not yours. Try again, and tell the bot's operator if it stays so.\n-# reference `{reference}`",
    # buttons and small words
    "button.stop": "Stop",
    "button.more": "Show more",
    "button.next": "Next page",
    "file.answer": "answer.md",
    # steps
    "step.thinking": "💭 {what}",
    "step.said": "💬 {what}",
    "step.search": "🔎 searched for {what}",
    "step.read_url": "🌐 read {what}",
    "step.command": "⚙️ ran {what}",
    "step.write": "📝 wrote {what}",
    "step.edit": "✏️ changed {what}",
    "step.view": "📖 read {what}",
    "step.list": "📂 looked into {what}",
    "step.find": "🔎 looked for {what}",
    "step.tool": "🔧 called {what}",
    "step.other": "• {what}",
}


def say(key: str, **fields: object) -> str:
    """The sentence for `key`; raises KeyError for an unknown key or a missing field."""
    return Formatter().vformat(SENTENCES[key], (), fields)
