"""Talks with models behind conventional APIs: how they end, and files that could not be kept."""

SENTENCES: dict[str, str] = {
    # what a run goes on without
    "turn.talk_shortened": "This talk had grown to nearly what the model can hold, so it goes on from a summary of what was said before; details of it, and its pictures, may be missing.",
    # how it ended, and what next
    "turn.stream_cut": "The answer broke off before its end, and such a service cannot take it up again. What came stands here; press Run again for a whole one.",
    "turn.bot_stopped": "The bot was stopped in the middle of this answer, and such a service cannot take it up again. What came stands here; press Run again for a whole one.",
    "turn.web_page": "The model's service answered with a web page or plain words in place of an answer: {detail} Only the bot's operator can mend that; most likely the address of the provider is wrong.",
    "turn.too_large": "The model's service sent more than this bot takes in at once: {detail} Ask for less.",
    "turn.provider_key": "The model's provider does not accept this bot's key. Only the bot's operator can mend that (`GATEWAY_KEY`, or the provider's key in `PROVIDERS`): {detail}",
    "turn.provider_payment": "The model's provider wants to be paid first. Only the bot's operator can mend that: {detail}",
    "turn.provider_denied": "The model's provider does not let this bot's key use that model or endpoint: {detail} The bot's operator can buy or configure it; `/ask` with another `model` may work now.",
    "turn.provider_busy": "The model's provider takes no more requests now: {detail} Try again later, or `/ask` with another `model`.",
    "turn.provider_unreachable": "The model's provider cannot be reached: {detail} Try again in a few minutes, or `/ask` with another `model`, and tell the bot's operator if it stays so.",
    "turn.no_account": "The gateway has no account left with which it could ask this model: {detail} Try again later, or `/ask` with another `model`; the bot's operator can look after the gateway's accounts.",
    "turn.no_upstream": "The gateway got no content from the service behind it: {detail} Often that means that the request touches the service's rules, and then it stays so: word it differently, or `/ask` with another `model`.",
    "turn.model_gone": "The model's provider does not have this model (any more): {detail} Choose another one with `/ask` and `model`.",
    "turn.model_unknown": "This bot has no such model (any more): {detail} Its operator has removed it, or its provider. Choose another one with `/ask` and `model`.",
    "turn.model_name": "{detail}",
    "turn.no_agent": "This bot has no key for its agent, only for models, so nothing was run. Start a talk with `/ask` and a `model`, or ask the bot's operator for the agent (`GEMINI_API_KEY`).",
    # what came besides words
    "answer.unknown_part": "*The service sent something here that this bot does not know how to show; Details has it as it came.*",
    "media.no_address": "*The model named a file, but at no address that can be asked.*",
    "media.barred": "*The model named a file at an address that this bot must not ask (it is not public, or leads elsewhere).*",
    "media.not_fetched": "*The model's service made a file, but it could not be fetched: its address did not answer in time.*",
    "media.gone": "*The model's service named a file that is not there (any more), or not for this bot.*",
    "media.too_large": "*The model's service made a file that is larger than this bot takes in.*",
    "media.unknown": "*The model's service named a file, but what came is no picture, film or sound that this bot knows.*",
}
