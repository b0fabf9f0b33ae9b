"""Every sentence that people read, in one place: whose fault it is, and what to do next."""

from string import Formatter

SENTENCES: dict[str, str] = {
    # the public message
    "root.asked": "asked",
    # the card
    "card.starting": "**Starting** · {since}",
    "card.running": "**Working** · {since}",
    "card.queued": "**Waiting in the agent service's queue** · {since}",
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
    "receipt.cached": "{count} cached",
    "receipt.thought": "{count} thought",
    "receipt.tool": "{count} for tools",
    "receipt.cost": "≈ ${cost}",
    "receipt.not_shown": "-# Discord did not take all of this answer. Show more, Details and Files have the rest.",
    "receipt.no_files": "-# The files could not be attached: I may not attach files here, or they are too large for this server. Files offers them one by one.",
    "receipt.machine": "-# machine {machine}",
    "run.cut": "*Cut here: this is more than I hold of one request. Ask for less at once, or for a file.*",
    # how a turn ended, and what next
    "turn.no_answer": "The agent ended without saying anything. Ask again, perhaps in other words.",
    "turn.memory_gone": "The agent service has forgotten the earlier conversation (it is kept for days, not for ever), so this was answered without it.",
    "turn.machine_gone": "The machine of this conversation had expired (7 days after its last use), so this ran on a new, empty one.",
    "turn.stopped": "Stopped by <@{who}>. Reply to go on from here.",
    "turn.cancelled": "The agent service reports that this was cancelled, though not by anybody here. Ask again.",
    "turn.minutes": "Stopped after {detail} minutes, the most this bot's operator allows one request (`MAX_MINUTES_PER_TURN`). Reply “continue” to go on.",
    "turn.tokens": "The agent reached the most tokens this bot's operator allows one request (`MAX_TOKENS_PER_TURN`). Reply “continue” to go on.",
    "turn.no_tools": "The agent asked for a tool that this bot does not offer it, so it could not go on. Ask again without it.",
    "turn.continuation": "The agent paused in the middle of a long piece of work, and this bot cannot wake it. Reply “continue” to go on with what it has said so far.",
    "turn.unknown_status": "The agent service says something of this request that the bot does not understand, and said nothing else for minutes. Look at what it has done so far, and ask again if that is not enough.",
    "turn.uncertain": "The bot and the agent service lost each other just as your request was handed over, so nobody can know whether it arrived. It is not repeated by itself, because it could cost twice. Send it again if you want it run.",
    "turn.agent_failed": "The agent service reports that it failed: {detail} This is not your fault; ask again, and tell the bot's operator if it stays so.",
    "turn.safety": "The agent service's safety rules stopped this: {detail} Nothing is wrong with the bot; ask in other words, or for something else.",
    "turn.recitation": "The agent service stopped this, because the answer came too close to somebody's published work: {detail} Ask for it in the agent's own words, or for a summary.",
    "turn.personal_data": "The agent service stopped this, because it touched sensitive personal data: {detail} Ask again without them.",
    "turn.language": "The agent service does not support this language: {detail} Ask in another one, such as English.",
    "turn.no_image": "The agent service could not make this picture: {detail} Describe it differently, and ask again.",
    "turn.tangled": "The agent got tangled up in its own tools: {detail} This is not your fault; ask again, perhaps in smaller parts.",
    "turn.too_slow": "The agent service ran out of its own time on this: {detail} Ask again, perhaps in smaller parts.",
    "turn.refused": "The agent service refused this request: {detail} This is for the bot's operator to mend.",
    "turn.key": "The agent service does not accept this bot's key. Only the bot's operator can mend that (`GEMINI_API_KEY`).",
    "turn.agent_gone": "The agent service knows no agent named {detail} (it is retired, or never was). Only the bot's operator can mend that (`GEMINI_AGENT`).",
    "turn.permission": "The agent service does not let this bot's key do that: {detail} Only the bot's operator can mend that (the project of `GEMINI_API_KEY`).",
    "turn.payment": "The agent service wants to be paid first. Only the bot's operator can mend that (billing of the project of `GEMINI_API_KEY`).",
    "turn.quota": "This bot's quota at the agent service is used up for today, so nothing can run until it is renewed. Try again tomorrow; the bot's operator has been told.",
    "turn.misfit": "The agent service does not understand what this bot asks of it: {detail} Only the bot's operator can mend that, with a newer version of the bot, or with `GEMINI_API_VERSION` and `GEMINI_AGENT`.",
    "turn.overloaded": "The agent service takes no more requests now ({detail}). Try again later; the bot's operator can see the quota.",
    "turn.unreachable": "The agent service cannot be reached. Try again in a few minutes, and tell the bot's operator if it stays so.",
    "turn.lost": "The agent service knows nothing of this request any more, so its end is unknown. Ask again.",
    "turn.forgotten": "The agent service does not find this conversation or its machine (both are kept for days, not for ever), and does not say which. Start a new one with `/ask`.",
    "turn.internal": "The bot itself failed here. That is our fault, not yours; ask again, and tell the bot's operator if it stays so.",
    "turn.place_gone": "Stopped, because this thread, its channel or the bot's place on this server is gone.",
    "turn.not_allowed": "Stopped, because I may not write in this thread any more. Somebody who manages this server can unlock it, or give me “Send Messages in Threads” here; then ask again.",
    "turn.asker_gone": "Stopped, because the person who asked was banned from this server.",
    "turn.ping": "<@{who}> your request is done.",
    "turn.ping_failed": "<@{who}> your request has ended, but not as it should; see above.",
    "turn.reference": "-# reference `{reference}`",
    # to the operator alone
    "operator.quota": "The quota of this bot's `GEMINI_API_KEY` at the agent service is used up for today: requests are refused until it is renewed. Google AI Studio shows the quota, and billing raises it. I say this once a day at most.",
    # answers to clicks and commands
    "denied": "You may not use this bot here. The bot's operator can open it to you, to one of your roles or to this server, with the setting `ALLOW`.",
    "stop.not_yours": "Only the person who asked may stop this.",
    "stop.over": "This request has ended already.",
    "more.gone": "The rest of this answer cannot be read any more: the agent service no longer keeps it.",
    "more.page": "-# page {page} of {pages}",
    "click.unknown": "The bot knows nothing of this button any more. Ask again with `/ask`.",
    "ask.threads_missing": "I cannot answer in a thread in {channel}, for I lack {missing} there. Somebody who manages this server can give me that; then ask again.",
    "ask.threads_permission": "“Create Public Threads”",
    "ask.not_here": "`/ask` works in a server's text channels and in the threads it opened there.",
    "failed": "That failed inside the bot, which is our fault, not yours. Try again, and tell the bot's operator if it stays so.\n-# reference `{reference}`",
    # files
    "files.too_large": "{name} ({size}) is too large for a message here; Files offers another way",
    "files.shrunk": "{name} ({size}) is shown smaller, for the original is too large for a message here",
    "files.unreadable": "{name} ({size}) could not be read from the machine; Files tries again",
    "files.none_read": "What was made on the machine could not be read; Files tries again",
    "files.more": "{count} changed files are not attached: see Files",
    "files.none": "No files are known for this request any more.",
    "files.head": "Changed on the machine: {first} to {last} of {count}",
    "files.choose": "Download one",
    "files.gone": "The machine's files cannot be read now. Machines are kept for 7 days after their last use; if it is younger, try again in a minute.",
    "files.one_too_large": "{name} is {size}, and a message here may hold {limit}. Ask the agent to split or compress it.",
    "files.tar_too_large": "That is more than a message here may hold ({limit}). Download single files, or ask the agent to compress them.",
    # details
    "details.said": "💬 said",
    "details.thought": "💭 thought",
    "details.asked": "🗨️ was asked",
    "details.result": "↩️ {what} answered",
    "details.unknown": "• a step of an unknown kind",
    "details.gave": "It gave:",
    "details.failed": "It failed:",
    "details.nothing": "(nothing)",
    "details.media": "({what})",
    "details.more": "… and {count} more characters",
    "retry.not_yours": "Only the person who asked may run this again. You can ask the same with `/ask`.",
    # help
    "help": (
        "**What I do.** `/ask` opens a thread in which an agent with its own Linux machine works: it plans, runs code, searches, writes files. "
        "The thread shows each step, then the answer, pictures and files. Write in the thread to go on; the talk and the machine are the same.\n"
        "**Stop** ends a request, **Details** shows every step, **Files** what it made, **Retry** runs it again.\n"
        "**Who pays, who reads.** Requests and what the agent reads for them go to Google's Gemini API under the key of whoever runs this bot, and are billed to it. "
        "Each receipt says how many tokens, and about how much. Google's own estimates for one request:\n"
        "- research and summaries: $0.30 to $1.00\n"
        "- documents and other content: $0.30 to $1.30\n"
        "- designing processes and systems: $0.25 to $0.80\n"
        "- working through data: $0.70 to $3.25\n"
        "Do not write secrets: what you ask leaves this server."
    ),
    # buttons and small words
    "button.stop": "Stop",
    "button.more": "Show more",
    "button.details": "Details",
    "button.files": "Files",
    "button.retry": "Retry",
    "button.tar": "All as tar",
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
