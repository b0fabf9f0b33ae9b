"""What a person's client asks for, read and placed: the way from its JSON to an interaction."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.playground.body import Body
from bot.playground.discord.commands.option_values import Place
from bot.playground.discord.errors import form_error
from bot.playground.discord.interactions.state import Interaction, Interactions, InteractionType, new_token
from bot.playground.discord.messages.uploads import file_limit, store, uploads_of
from bot.playground.discord.rules import Path
from bot.playground.discord.wire.resolved import Resolved
from bot.playground.discord.world.entities import Attachment, Channel, JsonObject, User

DATA: Path = ("data",)


@dataclass(frozen=True)
class Asked:
    """One request of a person; `payload` is its JSON, `channel` where it happens."""

    book: Interactions
    person: User
    channel: Channel
    payload: JsonObject
    body: Body
    locale: str

    @property
    def data(self) -> JsonObject:
        data = self.payload.get("data")
        if not isinstance(data, dict):
            raise form_error(DATA, "BASE_TYPE_REQUIRED", "This field is required")
        return data

    def place(self) -> Place:
        world = self.book.world
        return Place(world, self.channel, self.person, Resolved(world, self.channel), self._files())

    def _files(self) -> Mapping[str, Attachment]:
        """The uploads by the number that a value calls them by."""
        world, said = self.book.world, self.data.get("attachments") or []
        about = {str(entry.get("id")): entry for entry in said if isinstance(entry, dict)}
        uploads = uploads_of(self.body.parts, file_limit(world, self.channel))
        return {
            str(upload.number): store(world, self.channel.id, upload, about.get(str(upload.number), {}), ephemeral=True)
            for upload in uploads
        }

    def becomes(self, kind: InteractionType, data: JsonObject) -> Interaction:
        world = self.book.world
        interaction_id, nonce = world.snowflake(), self.payload.get("nonce")
        return Interaction(
            id=interaction_id,
            token=new_token(interaction_id),
            type=kind,
            person=self.person,
            channel=self.channel,
            created_at=world.now(),
            data=data,
            nonce=nonce if isinstance(nonce, str | int) else None,
            locale=self.locale,
        )
