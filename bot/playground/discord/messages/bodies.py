"""What a message shows, settled: text, embeds, components and files that fit together under its flags."""

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

from bot.playground.discord import components
from bot.playground.discord.errors import DiscordError, FormErrors, form_error
from bot.playground.discord.messages.drafts import Draft
from bot.playground.discord.messages.uploads import name_of, store
from bot.playground.discord.wire.media import SCHEME
from bot.playground.discord.world.entities import Attachment, JsonObject, Message
from bot.playground.discord.world.state import World


@dataclass(frozen=True)
class Shown:
    """The parts of a message that replace each other as a whole."""

    content: str
    embeds: list[JsonObject]
    components: list[JsonObject]
    attachments: list[Attachment]


def empty_message() -> DiscordError:
    return DiscordError(400, 50006, "Cannot send an empty message")


def shown_by(world: World, channel_id: int, draft: Draft, *, v2: bool, ephemeral: bool = False) -> Shown:
    """What a new message shows. Raises 50035 or 50006."""
    numbers = {upload.number for upload in draft.files}
    unmatched = [str(about["id"]) for about in draft.attachments or [] if int(about["id"]) not in numbers]
    if unmatched:
        raise form_error(("attachments",), "ATTACHMENT_NOT_FOUND", f"There is no file for {', '.join(unmatched)}.")
    shown = Shown(draft.content, draft.embeds, draft.components, [])
    _check(shown, v2=v2, new=_new_names(draft), kept=set())
    if not (draft.content or draft.embeds or draft.components or draft.files):
        raise empty_message()
    attachments = _stored(world, channel_id, draft, ephemeral=ephemeral)
    return replace(shown, components=_completed(world, draft.components, attachments), attachments=attachments)


def shown_after(world: World, message: Message, draft: Draft, *, v2: bool) -> Shown:
    """What an existing message shows after an edit: what the edit leaves out stays."""
    content = draft.content if draft.has("content") else message.content
    embeds = draft.embeds if draft.has("embeds") else message.embeds
    kept = _kept(message, draft)
    shown = Shown(content, embeds, draft.components if draft.has("components") else message.components, kept)
    names = {attachment.filename for attachment in kept}
    _check(shown, v2=v2, new=_new_names(draft), kept=names, components_given=draft.has("components"))
    if not (content or embeds or shown.components or kept or draft.files):
        raise empty_message()
    attachments = kept + _stored(world, message.channel_id, draft, ephemeral=message.ephemeral)
    completed = _completed(world, shown.components, attachments) if draft.has("components") else shown.components
    return replace(shown, components=completed, attachments=attachments)


def _new_names(draft: Draft) -> set[str]:
    return {name_of(upload, _about(draft, upload.number)) for upload in draft.files}


def _stored(world: World, channel_id: int, draft: Draft, *, ephemeral: bool) -> list[Attachment]:
    return [store(world, channel_id, u, _about(draft, u.number), ephemeral=ephemeral) for u in draft.files]


def _about(draft: Draft, number: int) -> dict[str, Any]:
    """What `attachments` says of the file with this number."""
    return next((about for about in draft.attachments or [] if int(about["id"]) == number), {})


def _kept(message: Message, draft: Draft) -> list[Attachment]:
    """The old files an edit keeps: all when it does not speak of files, else those it names by id."""
    if draft.attachments is None:
        return [] if draft.has("attachments") else list(message.attachments)
    old = {attachment.id: attachment for attachment in message.attachments}
    numbers = {upload.number for upload in draft.files}
    named = [int(about["id"]) for about in draft.attachments]
    unknown = [number for number in named if number not in old and number not in numbers]
    if unknown:
        raise form_error(("attachments",), "ATTACHMENT_NOT_FOUND", f"There is no file {', '.join(map(str, unknown))}.")
    return [old[number] for number in named if number in old]


def _check(shown: Shown, *, v2: bool, new: set[str], kept: set[str], components_given: bool = True) -> None:
    """Components against their rules; a V2 message has nothing but components, and they show every new file."""
    if components_given:
        components.check_message(shown.components, v2=v2, files=new | kept)
    if not v2:
        return
    errors = FormErrors()
    for name, value in (("content", shown.content), ("embeds", shown.embeds)):
        if value:
            text = f"The '{name}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
            errors.add((name,), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", text)
    unshown = new - components.references(shown.components)
    if unshown:
        errors.add(("attachments",), "UNREFERENCED_ATTACHMENT", f"No component shows {', '.join(sorted(unshown))}.")
    errors.raise_if_any()


def _completed(world: World, shown: list[JsonObject], attachments: list[Attachment]) -> list[JsonObject]:
    """With ids and defaults; `attachment://` links stay, because addresses expire."""
    _note_namesakes(world, shown, attachments)
    sizes = {attachment.filename: len(attachment.content) for attachment in attachments}

    def unfurl(url: str) -> JsonObject:
        if url.startswith(SCHEME):
            name = url.removeprefix(SCHEME)
            return {"name": name, "size": sizes.get(name)}
        more = {"proxy_url": url, "width": None, "height": None, "content_type": None}
        return {"id": str(world.snowflake()), **more}

    return components.completed(shown, unfurl)


def _note_namesakes(world: World, shown: list[JsonObject], attachments: list[Attachment]) -> None:
    """Two files of one name, and a component that shows "the" file of that name: nobody knows which one appears."""
    named = Counter(attachment.filename for attachment in attachments)
    doubtful = {name for name, times in named.items() if times > 1} & components.references(shown)
    if doubtful:
        world.violation("ambiguous-attachment", f"several files are called {', '.join(sorted(doubtful))}")


def text_of(shown: Shown) -> str:
    """Everything in it that may mention somebody: the content, or the text displays of a V2 message."""
    return "\n".join([shown.content, *_texts(shown.components)])


def _texts(value: Any) -> list[str]:
    if isinstance(value, list):
        return [text for inner in value for text in _texts(inner)]
    if not isinstance(value, dict):
        return []
    own = [str(value["content"])] if value.get("type") == 10 else []
    return own + [text for inner in value.values() if isinstance(inner, dict | list) for text in _texts(inner)]
