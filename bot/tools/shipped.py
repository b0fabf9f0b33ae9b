"""The tools that come with the bot."""

from bot.core.ports import Files
from bot.core.tools.ports import PictureMaker, Rooms
from bot.tools.declaring import Tool
from bot.tools.people import ASK_PERSON
from bot.tools.places import Places
from bot.tools.works import Works


def shipped(rooms: Rooms, files: Files, pictures: PictureMaker) -> tuple[Tool, ...]:
    return (ASK_PERSON, *Places(rooms).tools(), *Works(rooms, files, pictures).tools())
