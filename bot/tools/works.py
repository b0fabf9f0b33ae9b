"""Bringing something into the thread: a file from the machine, or a picture made by an image model."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, Field

from bot.core.artifacts import EnvironmentFile
from bot.core.catalogue import say
from bot.core.errors import FileTooLarge, ProviderError
from bot.core.filenames import safe_name
from bot.core.ids import EnvironmentId
from bot.core.patches import Upload
from bot.core.ports import Files
from bot.core.tools.calls import Caller, ToolError
from bot.core.tools.ports import PictureMaker, Rooms
from bot.core.tools.questions import Reply
from bot.tools.declaring import Tool
from bot.tools.people import Text


class SendFile(BaseModel):
    path: str = Field(min_length=1, max_length=1000, description="The file's path on your machine.")


class MakePicture(BaseModel):
    prompt: Text = Field(min_length=1, max_length=4000, description="What the picture shows, in detail.")
    aspect_ratio: str = Field("", max_length=20, description="For example 16:9; left out, the model chooses.")
    model: str = Field("", max_length=100, description="An image model's id; left out, the usual one.")
    count: int = Field(1, ge=1, le=4, description="How many pictures.")


@dataclass(frozen=True, slots=True)
class Works:
    rooms: Rooms
    files: Files
    pictures: PictureMaker
    _sending: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))

    async def send_file(self, asked: SendFile, caller: Caller, _: Reply | None) -> Any:
        environment, limit = caller.session.environment, self.rooms.upload_limit(caller)
        if environment is None:
            raise ToolError(say("tool.no_machine"))
        async with self._sending:  # over the whole bot, for each file is in memory as a whole
            data = await self._fetched(environment, asked.path, limit=limit)
            message = await self.rooms.send_file(caller, Upload.of(safe_name(asked.path), data))
        return {"message": str(message), "bytes": len(data)}

    async def _fetched(self, environment: EnvironmentId, path: str, *, limit: int) -> bytes:
        try:
            listing = await self.files.list(environment)
            file = _meant(path, listing.files)
            return await self.files.fetch(environment, file.path if file else path, limit=limit)
        except FileTooLarge:
            raise ToolError(say("tool.file_too_large", path=path, limit=limit)) from None
        except (ProviderError, KeyError):
            raise ToolError(say("tool.no_file", path=path)) from None

    async def make_picture(self, asked: MakePicture, caller: Caller, _: Reply | None) -> Any:
        made = await self.pictures.make(
            caller, prompt=asked.prompt, model=asked.model, ratio=asked.aspect_ratio, count=asked.count
        )
        pictures = [{"name": one.name, "width": one.width, "height": one.height} for one in made]
        return {"made": pictures, "where": "shown to the person in this thread"}

    def tools(self) -> Sequence[Tool]:
        return (
            Tool(
                name="discord_send_file",
                description=(
                    "Send a file from your machine into this thread now. What you changed on your machine is attached "
                    "at the end by itself: this is for older files, or for one that is needed before the end."
                ),
                arguments=SendFile,
                body=self.send_file,
                timeout_s=120,
            ),
            Tool(
                name="discord_make_picture",
                description="Have an image model make pictures from a description; they are shown in this thread.",
                arguments=MakePicture,
                body=self.make_picture,
                timeout_s=900,
                acts=False,
            ),
        )


def _meant(path: str, files: Sequence[EnvironmentFile]) -> EnvironmentFile | None:
    """A machine's listing may begin at another folder than the agent's paths do."""
    wanted = "/".join(part for part in path.split("/") if part not in ("", "."))
    fits = [file for file in files if f"/{file.path}".endswith(f"/{wanted}") or f"/{wanted}".endswith(f"/{file.path}")]
    return min(fits, key=lambda file: abs(len(file.path) - len(wanted)), default=None)
