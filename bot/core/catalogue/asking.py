"""Answers to commands and clicks, files, details, and help."""

SENTENCES: dict[str, str] = {
    # answers to clicks and commands
    "denied": "You may not use this bot here. The bot's operator can open it to you, to one of your roles, to this channel or to this server, with the setting `ALLOW` (or `ALLOW_ASK`).",
    "denied.imagine": "You may not have pictures made here. The bot's operator can open that to you, to one of your roles, to this channel or to this server, with the setting `ALLOW` (or `ALLOW_IMAGINE`).",
    "denied.act": "You may not let the agent do this here. The bot's operator can open that to you, to one of your roles, to this channel or to this server, with the setting `ALLOW` (or `ALLOW_ACT`).",
    "denied.shut_out": "The bot's operator has shut this out for you, one of your roles, or this place, with the setting `DENY` or one that begins so, and alone can open it again.",
    "denied.by_guild": "On this server that is open to others, or in other channels, only. `/settings access` shows the rules to those who manage this server; they can change them there.",
    "denied.manage": "Only somebody who may manage this server can do that here (the permission “Manage Server”), or whom they have let manage this bot with `/settings access`.",
    "denied.machine": "The machine of this talk is not open to you any more. The bot's operator can open it, in the file that `ENVIRONMENTS` names.",
    "stop.not_yours": "Only <@{who}>, who asked, may stop this, or somebody who may manage messages or threads here, or this bot (`/settings access`).",
    "stop.over": "This request has ended already.",
    "more.gone": "The rest of this answer cannot be read any more: the agent service no longer keeps it.",
    "more.page": "-# page {page} of {pages}",
    "click.unknown": "The bot knows nothing of this button any more. Ask again with `/ask`.",
    "ask.threads_missing": "I cannot answer in {channel}, for I lack {missing} there. Somebody who manages this server can give me that; then ask again.",
    "ask.not_here": "`/ask` works in a server's text channels and in threads.",
    "ask.file_too_large": "{name} is larger than the {limit} MB that this bot's operator lets a file be (`MAX_ATTACHMENT_MB`). Ask again with a smaller one.",
    "ask.file_no_machine": "{name} needs a machine to lie on, and this talk has none; without one only pictures are looked at (PNG, JPEG, WebP or GIF). Ask again in a channel with another `environment`.",
    "ask.unknown_agent": "There is no agent {agent} here. There are {agents}.",
    "ask.unknown_model": "There is no model {model} that this bot knows the price of. There are {models}.",
    "ask.unknown_provider_model": "There is no model {model} here. Write a part of its name in `model`, and choose one that is suggested.",
    "ask.no_agent": "This bot's operator has set up no agent, only models of other providers. Ask with `model`: write a part of a name, and choose one that is suggested.",
    "ask.model_or_agent": "A model of a provider is asked by itself, without an agent. Choose either `agent`, or `model` and `mode`.",
    "ask.model_elsewhere": "This talk is with an agent, which has its own models and no modes. Begin a new talk in a channel with this `model` or `mode`.",
    "ask.mode_elsewhere": "{model} has no mode {mode}. These have it: {models}.",
    "ask.mode_nowhere": "No model that this bot's operator has set up has the mode {mode}.",
    "ask.research_by_agent": "No model that this bot's operator has set up has the mode `research`, but there is an agent that does research: ask again without `mode`, and with `agent` {agent}.",
    "ask.model_no_machine": "A model by itself has no machine; an agent has. Ask again without `environment`, or without `model` and `mode`.",
    "ask.model_no_built_ins": "{tools} belong to the agent. A model by itself is offered this bot's own functions (`default`) or nothing (`none`).",
    "ask.model_no_functions": "{model} cannot call functions. Ask again without `tools`.",
    "ask.file_unseen": "{name} is a picture, and {model} does not look at any. Ask again with another `model`.",
    "ask.model_of": "{model} · {provider}",
    "ask.model_making": "{model} · {provider} · {makes}",
    "ask.unknown_tool": "There is no tool {tool}. Write `default`, `none`, or any of `code`, `search`, `urls` and `mcp:NAME`, with spaces between.",
    "ask.unknown_server": "There is no server {name} here. `/mcp list` shows which there are; those who manage this server can add some.",
    "ask.unknown_machine": "There is no machine {machine} that belongs to a talk of yours. Choose one that is suggested, `new` or `none`.",
    "ask.configuration_denied": "The machine {name} is not open to you. The bot's operator can open it, in the file that `ENVIRONMENTS` names.",
    "ask.research_alone": "Deep Research has its own tools and its own model, and no machine: ask again without `{option}`.",
    "ask.settled": "What this talk began with cannot be changed: ask without `{option}` here, or begin a new talk in a channel.",
    "ask.not_your_talk": "Model, tools and ceiling hold for the whole talk, so only <@{who}>, who began it, may change them. Ask without these options, or begin a talk of your own.",
    "ask.ceiling": "The bot's operator allows one request at most {most} tokens (`MAX_TOKENS_PER_TURN`). Ask again with fewer.",
    "ask.model_price": "{model} · ${input} in, ${output} out per million tokens",
    "ask.machine_new": "new: an empty machine of its own",
    "ask.machine_none": "none: no machine, faster and cheaper",
    "ask.machine_configured": "{name}: set up by the operator",
    "ask.machine_of": "the machine of “{title}”",
    "continue.not_yours": "Only the person who asked may let this go on. You can write in the thread yourself.",
    "failed": "That failed inside the bot, which is our fault, not yours. Try again, and tell the bot's operator if it stays so.\n-# reference `{reference}`",
    # files
    "files.too_large": "{name} ({size}) is too large for a message here; Files offers another way",
    "files.shrunk": "{name} ({size}) is shown smaller, for the original is too large for a message here",
    "files.unreadable": "{name} ({size}) could not be read; Files tries again",
    "files.none_read": "What was made on the machine could not be read; Files tries again",
    "files.elsewhere": "{name} ({size}) is too large for a message here; as long as the service keeps it, it stands at <{link}>",
    "files.not_kept": "This is not kept any more: what models give is kept for some weeks. Ask again for it.",
    "files.more": "{count} more files are not attached: see Files",
    "files.none": "No files are known for this request any more.",
    "files.head": "Made or changed: {first} to {last} of {count}",
    "files.choose": "Download one",
    "files.gone": "The machine's files cannot be read now. Machines are kept for 7 days after their last use; if it is younger, try again in a minute.",
    "files.one_too_large": "{name} is {size}, and a message here may hold {limit}. Ask for it in parts, compressed or shorter.",
    "files.tar_too_large": "That is more than a message here may hold ({limit}). Download single files, or ask for smaller ones.",
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
        "**Give along** pictures to look at and files for the machine, with `/ask` or with a message. `/ask` also has `environment` "
        "(one of your machines, or `none`: faster, cheaper), `tools`, `model`, `agent` (Deep Research) and `max_tokens`.\n"
        "Where the operator has set up models of other providers, `model` takes those too, and `mode` says what they are to make; "
        "such a talk has no machine, and its text goes to that provider.\n"
        "**Stop** ends a request, **Details** shows every step, **Files** what it made, **Retry** runs it again, **Continue** goes on after a ceiling.\n"
        "It may ask you something, post for you once you have allowed it, send files and make pictures. `/mcp` adds servers of tools.\n"
        "`/imagine` makes pictures. The buttons below them make more, vary, edit, enlarge and reshape them, at any time; "
        "a reply to a picture, or **Edit this picture** in the menu of anybody's message, edits it.\n"
        "**Who pays, who reads.** Requests and what the agent reads for them go to Google's Gemini API under the key of whoever runs this bot, and are billed to it. "
        "Each receipt says how many tokens, and about how much. Google's own estimates for one request:\n"
        "- research and summaries: $0.30 to $1.00\n"
        "- documents and other content: $0.30 to $1.30\n"
        "- designing processes and systems: $0.25 to $0.80\n"
        "- working through data: $0.70 to $3.25\n"
        "A picture costs about $0.03 to $0.24, by its model and size.\n"
        "Do not write secrets: what you ask leaves this server."
    ),
}
