"""Discord's files and the service's machines, as far as what is given along with a request goes."""

import asyncio
from dataclasses import dataclass, field, replace
from io import BytesIO

from PIL import Image

from bot.core.attachments import Attachment, Source
from bot.core.errors import AttachmentTooLarge, DeliveryError, Gone, ProviderError, Refused
from bot.core.ids import EnvironmentId, Snowflake
from bot.core.machines import Setup
from bot.core.session import Turn
from tests.fakes import FakeFiles
from tests.turns.world import a_turn


@dataclass
class FakeAttachments:
    """`kept`: bytes by the file's name. `troubles`: what the next calls raise."""

    kept: dict[str, bytes] = field(default_factory=dict)
    troubles: list[DeliveryError] = field(default_factory=list)

    async def fetch(self, source: Source, *, limit: int) -> bytes:
        await asyncio.sleep(0)
        if self.troubles:
            raise self.troubles.pop(0)
        if source.name not in self.kept:
            raise Gone("no such file")
        if len(self.kept[source.name]) > limit:
            raise AttachmentTooLarge(f"more than {limit} bytes")
        return self.kept[source.name]


@dataclass
class FakeMachines:
    """Writes onto the disks of `files`; `gone` are machines that have expired. `troubles` as above."""

    files: FakeFiles
    made: list[Setup] = field(default_factory=list)
    gone: set[EnvironmentId] = field(default_factory=set)
    troubles: list[ProviderError] = field(default_factory=list)

    async def make(self, setup: Setup) -> EnvironmentId:
        await asyncio.sleep(0)
        if self.troubles:
            raise self.troubles.pop(0)
        self.made.append(setup)
        machine = EnvironmentId(f"machine-{len(self.made)}")
        self.files.disks[machine] = {file.target: file.data for file in setup.files}
        return machine

    async def put(self, environment: EnvironmentId, path: str, data: bytes) -> None:
        await asyncio.sleep(0)
        if self.troubles:
            raise self.troubles.pop(0)
        if environment in self.gone:
            self.files.trouble.append(Refused("no such machine", status=404))
            raise Refused("no such machine", status=404)
        self.files.disks[environment][path] = data


def a_file(name: str, size: int = 3, *, in_message: bool = False) -> Attachment:
    source = (
        Source(name=name, channel=Snowflake(2), message=Snowflake(3)) if in_message else Source(name=name, url=name)
    )
    return Attachment(source=source, size=size)


def with_files(*files: Attachment, number: int = 0) -> Turn:
    return replace(a_turn(number), attachments=files)


def photo(colour: str = "teal") -> bytes:
    target = BytesIO()
    Image.new("RGB", (8, 8), colour).save(target, "PNG")
    return target.getvalue()
