"""A person with a client of their own: everything they do is a request with their own token."""

import json
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

import aiohttp

from tests.e2e.messages import Json, buttons

if TYPE_CHECKING:
    from tests.e2e.stage import Stage

API = "/api/v10"
Files = dict[str, bytes] | list[tuple[str, bytes]]
"""Names and bytes; in a list, two may have one name."""


@dataclass(slots=True)
class Person:
    stage: "Stage"
    name: str
    id: str
    token: str

    async def call(self, method: str, path: str, body: Any = None, files: Files | None = None) -> tuple[int, Any]:
        headers, url = {"Authorization": self.token}, self.stage.origin + API + path
        sent: Json = {"data": _form(body, files)} if files else {"json": body}
        async with self.stage.http.request(method, url, headers=headers, **sent) as answer:
            text = await answer.text()
            return answer.status, await answer.json(content_type=None) if text else None

    async def ask(self, prompt: str, *, channel: str | None = None, **options: Any) -> None:
        await self.use("ask", {"prompt": prompt, **options}, channel=channel)

    async def use(
        self, name: str, options: Json, *, channel: str | None = None, files: dict[str, bytes] | None = None
    ) -> None:
        """A slash command. Of an option with a file, the value is the file's name."""
        numbers = {file: number for number, file in enumerate(files or {})}
        given = [
            {"type": _kind(value, numbers), "name": option, "value": str(numbers[value]) if value in numbers else value}
            for option, value in options.items()
        ]
        await self.command(name, given, channel=channel, files=files)

    async def command(
        self,
        name: str,
        options: list[Json] | None = None,
        *,
        channel: str | None = None,
        files: dict[str, bytes] | None = None,
    ) -> None:
        data = {"name": name, "type": 1, "options": options or []}
        await self._interact({"type": 2, "channel_id": channel or self.stage.general, "data": data}, files)

    async def use_menu(self, name: str, message: Json) -> None:
        """A command in a message's menu."""
        data = {"name": name, "type": 3, "target_id": message["id"]}
        await self._interact({"type": 2, "channel_id": message["channel_id"], "data": data})

    async def click(self, message: Json, label: str) -> None:
        button = next(b for b in buttons(message) if b["label"] == label)
        await self.press(message, button["custom_id"])

    async def press(self, message: Json, custom_id: str) -> None:
        data = {"component_type": 2, "custom_id": custom_id}
        body = {"type": 3, "channel_id": message["channel_id"], "message_id": message["id"], "data": data}
        await self._interact(body)

    async def choose(self, message: Json, custom_id: str, value: str) -> None:
        data = {"component_type": 3, "custom_id": custom_id, "values": [value]}
        await self._interact(
            {"type": 3, "channel_id": message["channel_id"], "message_id": message["id"], "data": data}
        )

    async def send_form(self, form: Json, fields: Json, *, channel: str, files: dict[str, bytes] | None = None) -> None:
        """`fields`: a text, or a list of values, by custom id; of an upload the values are numbers of `files`."""
        components = [
            {"custom_id": name} | ({"values": given} if isinstance(given, list) else {"value": given})
            for name, given in fields.items()
        ]
        data = {"custom_id": form["custom_id"], "components": components}
        await self._interact({"type": 5, "channel_id": channel, "data": data}, files)

    async def _interact(self, body: Json, files: dict[str, bytes] | None = None) -> None:
        where = {} if body["channel_id"] in self.stage.direct else {"guild_id": self.stage.guild}
        whole = {
            "application_id": self.stage.application,
            "session_id": "stage",
            "nonce": str(self.stage.next_number()),
        } | (where | body)
        status, answer = await self.call("POST", "/interactions", whole, files)
        assert status == 204, answer

    async def say(self, channel: str, content: str, *, to: Json | None = None, files: Files | None = None) -> Json:
        """`to`: the message that this one answers."""
        body: Json = {"content": content}
        if to is not None:
            body["message_reference"] = {"message_id": to["id"], "channel_id": to["channel_id"]}
        status, message = await self.call("POST", f"/channels/{channel}/messages", body, files)
        assert status == 200, message
        return dict(message)

    async def direct(self) -> str:
        """The channel of this person's direct messages with the bot."""
        status, channel = await self.call("POST", "/users/@me/channels", {"recipient_id": self.stage.application})
        assert status == 200, channel
        self.stage.direct.add(str(channel["id"]))
        return str(channel["id"])

    async def messages(self, channel: str) -> list[Json]:
        """Oldest first."""
        status, found = await self.call("GET", f"/channels/{channel}/messages?limit=100")
        assert status == 200, found
        return list(reversed(found))


def _kind(value: Any, files: Json) -> int:
    """Discord's number for an option's type."""
    if isinstance(value, bool):
        return 5
    if isinstance(value, int):
        return 4
    return 11 if value in files else 3


def _form(body: Any, files: Files) -> aiohttp.FormData:
    form = aiohttp.FormData()
    form.add_field("payload_json", json.dumps(body), content_type="application/json")
    named = files.items() if isinstance(files, dict) else files
    for number, (name, data) in enumerate(named):
        form.add_field(f"files[{number}]", BytesIO(data), filename=name, content_type="application/octet-stream")
    return form
