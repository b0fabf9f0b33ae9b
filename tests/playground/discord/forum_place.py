"""What tests of forums do in #ideas."""

from typing import Any

from bot.playground.discord.world.entities import Channel, Forum
from bot.playground.discord.world.flags import Permission
from tests.playground.discord.rest_place import Answer, Place


async def posted(here: Place, who: str = "Grace", **fields: Any) -> Answer:
    body = {"name": "A bridge", "message": {"content": "of paper"}} | fields
    return await here.ask(who, "POST", f"/channels/{here.channel('ideas').id}/threads", body)


def forum_of(here: Place) -> Forum:
    forum = here.channel("ideas").forum
    assert forum is not None
    return forum


def tag_of(here: Place, name: str) -> str:
    return str(next(tag.id for tag in forum_of(here).tags if tag.name == name))


def thread_of(here: Place, answer: Answer) -> Channel:
    assert answer.status == 201, answer.body
    return here.world.channels[int(answer.body["id"])]


async def deny_in_forum(here: Place, bits: Permission) -> None:
    path = f"/channels/{here.channel('ideas').id}/permissions/{here.world.guild.id}"
    await here.ask("Ada", "PUT", path, {"type": 0, "deny": int(bits)})
