"""`/help`, topic by topic; commands come in as mentions that can be pressed."""

SENTENCES: dict[str, str] = {
    "help.choose": "More about …",
    "help.label.start": "What this is",
    "help.label.asking": "Asking: every way in",
    "help.label.waiting": "While it works",
    "help.label.answer": "The answer: files, details, retry, remove",
    "help.label.setup": "Machines, models, tools",
    "help.label.pictures": "Pictures and films",
    "help.label.talks": "Your talks",
    "help.label.cost": "Who pays, who reads",
    "help.label.server": "For those who manage this server",
    "help.label.you": "What you may do here, and whom to ask",
    "help.start": (
        "**What I do.** {ask} opens a thread in which an agent works for you, on a Linux machine of its own: it plans, runs code, searches, writes files. "
        "The thread shows each step, then the answer, pictures and files. Write in the thread to go on; the talk and the machine are the same.\n"
        "{imagine} makes pictures. {sessions} shows your talks.\n"
        "**Who reads, who pays.** What you ask, and what the agent reads for it, goes to {readers}, under the key of whoever runs this bot, and is billed to them. Do not write secrets: it leaves this server.\n"
        "Choose below what you want to know more about."
    ),
    "help.asking": (
        "**Asking**\n"
        "- {ask} with `prompt`, and up to three files: pictures to look at, any other file onto the machine. In a thread of mine it goes on with the talk there.\n"
        "- **A message in the thread** is the next request; files go along with it. Once several people write there, mention me or reply to one of my messages.\n"
        "- `private` holds the talk in a private thread with you alone, or else in our direct messages.\n"
        "- `new` begins a new talk, also where one is going on.\n"
        "- **Mention me** with what you want done: in a channel that opens a thread, in a forum post or in somebody else's thread I answer there.\n"
        "- **Ask about this**, in the menu of anybody's message (Apps), asks about that message.\n"
        "- **A direct message** to me is a request; New talk begins another.\n"
        "- Where no thread can be made I answer in the channel; reply to my message to go on.{content}"
    ),
    "help.no_content": "\n- This bot may not read plain messages: mention me, reply to one of my messages, or press **Reply** on a card.",
    "help.waiting": (
        "**While it works**\n"
        "- The card shows what it does. **Stop** ends it, for whoever asked and for those who may tidy up.\n"
        "- Further messages wait their turn and are marked with ⏳. Edit one, and its words change; delete it, and it is not asked. **Send now** stops what runs, so that the next one goes first.\n"
        "- A message that begins with `!aside` stays between people.\n"
        "- The agent may **ask you** something, or for leave to post, open a thread or react for you. Only you can answer; it waits for hours, without cost.\n"
        "- It pings nobody but you, once, and only where a request took over half a minute. After a crash or a restart it goes on by itself."
    ),
    "help.answer": (
        "**The answer**\n"
        "- **Details** shows every step with what went in and came out, **Show more** the rest of a long answer, **Files** what it made, one by one or all as a tar.\n"
        "- **Retry** asks the same again, **Continue** goes on after a ceiling of tokens.\n"
        "- **Remove**, under Details, or **Remove this answer** in the menu of one of its messages (Apps): all that it put here is deleted, files and pictures too, but for a line that says so. "
        "The agent still remembers it. Who asked may do that, and who may manage messages or threads here."
    ),
    "help.setup": (
        "**Options of {ask}**\n"
        "- `environment`: `new`, `none` (no machine: faster, cheaper), one of your machines, or one that the operator has set up. A machine is kept for 7 days after its last use.\n"
        "- `agent`: another one, such as Deep Research. `max_tokens`: a ceiling for each request of the talk.\n"
        "- `model`: the one that the agent thinks with{models}.\n"
        "- `tools`: `default`, `none`, or any of `code`, `search`, `urls` and `mcp:NAME`; {mcp} shows which servers of tools there are."
    ),
    "help.models": ", or one of another provider (write a part of its name); `mode` says what that is to make: `image`, `video`, `canvas`, `research`, `storybook`. Such a talk has no machine, and its text goes to that provider",
    "help.pictures": (
        "**Pictures**\n"
        "- {imagine} makes one to four in one message, in the shape and size that you choose, with up to three pictures to start from.\n"
        "- The buttons below them never die: **Again**, **Vary**, **Edit**, **Larger**, **Ratio**, and the choice of one of several. **Remove** deletes them.\n"
        "- **A reply to a picture** edits it, and so does **Edit this picture** in the menu of anybody's message (Apps).\n"
        "- A picture costs about $0.03 to $0.24, by its model and size.{video}"
    ),
    "help.video": "\n- {video} makes a film, with a model of a provider that has films.",
    "help.talks": (
        "**Talks**\n"
        "- {sessions} lists yours, and those of this server that you may see: at work, waiting for an answer, idle, closed. Open leads to one.\n"
        "- **Rename** and **Close** are for whoever began a talk, and for those who may tidy up there. Closing stops what is at work and archives the thread; a message in it opens the talk again.\n"
        "- Nobody sees a talk in a channel or a private thread that is not open to them, and a direct message is yours alone."
    ),
    "help.cost": (
        "**Who reads, who pays**\n"
        "Requests, and what the agent reads for them, go to {readers}, under the key of whoever runs this bot, and are billed to them. Each receipt says how many tokens, and about how much (≈, from a dated price table).\n"
        "Google's own estimates for one request of its agent:\n"
        "- research and summaries: $0.30 to $1.00\n"
        "- documents and other content: $0.30 to $1.30\n"
        "- designing processes and systems: $0.25 to $0.80\n"
        "- working through data: $0.70 to $3.25\n"
        "Do not write secrets: what you ask leaves this server."
    ),
    "help.server": (
        "**For those who manage this server**\n"
        "- {access}: who may use the bot here, and where.\n"
        "- {instructions}: what the agent is told here in every request.\n"
        "- {status}: what I lack here, and whether my services answer.\n"
        "- {mcp_add}: a server of tools, which the agent gets where a request says so.\n"
        "Whoever may manage messages or threads can stop, close and remove what is others'."
    ),
    "help.you": (
        "**You, here**\n"
        "{ask} ask the agent and models\n"
        "{imagine} have pictures made\n"
        "{act} let the agent post, open threads and react for you\n"
        "{manage} set the bot up for this server\n"
        "**Whom to ask.** Those who manage this server narrow who may use me here and where (`/settings access`). Whoever runs this bot opens it, pays, and mends it{operator}."
    ),
    "help.operator": ": {who}",
    "help.may": "✅",
    "help.may_not": "🚫",
}
