"""What a person gave along with a request, made part of it: pictures to look at, files on the machine."""

from dataclasses import dataclass, field, replace

import structlog

from bot.core.agents import MODELS
from bot.core.attachments import PICTURES_SEEN, UPLOADS, Attachment
from bot.core.errors import AttachmentTooLarge, DeliveryError, DeliveryUnknown, ProviderError, Refused
from bot.core.filenames import safe_name, unique
from bot.core.ids import EnvironmentId
from bot.core.machines import InlineFile
from bot.core.models.modes import sees
from bot.core.ports import Reference, RunRequest
from bot.core.prompt import input_of
from bot.turns.pictures.kinds import ending_of
from bot.turns.terms import NEW, has_setup
from bot.turns.work import Work

log = structlog.get_logger(__name__)

_NOT_FOUND = 404
PICTURES_TOGETHER = 14_000_000
"""Bytes: in base64 they stay below the 20 MB that a request may have (Google's documentation)."""
TOO_LARGE, UNREADABLE = "attach.too_large", "attach.unreadable"
NO_MACHINE, NOT_PUT, UNSEEN = "attach.no_machine", "attach.not_put", "attach.unseen"
"""Why a file does not go along, as keys of sentences."""


@dataclass(frozen=True, slots=True)
class Packed:
    """`losses`: what the run goes on without, as keys of sentences."""

    request: RunRequest
    losses: tuple[str, ...] = ()


async def pack(work: Work, request: RunRequest) -> Packed:
    """The request with all that can go along; what cannot is written into the turn's row, with the reason.

    May be done again after any interruption: the same files come to lie at the same places.
    """
    if not work.turn.attachments:
        return Packed(request)
    earlier = await work.tools.store.attachments_before(work.turn.id)
    packing = _Packing(work, request, {one.path.rpartition("/")[2].lower() for one in earlier if one.path})
    given = tuple([await packing.take(one) for one in work.turn.attachments])
    await work.tools.store.replace_attachments(work.turn.id, given)
    work.turn = replace(work.turn, attachments=given)
    work.redraw()
    whole = replace(
        packing.request,
        input=input_of(work.turn, owner=work.session.owner, note=work.session.note),
        pictures=tuple(packing.pictures),
    )
    return Packed(whole, tuple(packing.losses))


@dataclass(slots=True)
class _Packing:
    """`taken`: names of files that lie on the machine, in lower case."""

    work: Work
    request: RunRequest
    taken: set[str]
    pictures: list[Reference] = field(default_factory=list)
    losses: list[str] = field(default_factory=list)

    async def take(self, attachment: Attachment) -> Attachment:
        """Let it go along, or say why not."""
        if attachment.lost or self.work.stop_asked.is_set():
            return attachment
        fresh = replace(attachment, path="", is_seen=False)
        try:
            data = await self._fetched(fresh)
        except AttachmentTooLarge:
            return replace(fresh, lost=TOO_LARGE)
        except DeliveryError as error:
            log.warning("attachment.not_read", turn=self.work.turn.id, error=str(error))
            return replace(fresh, lost=UNREADABLE)
        if await self._is_shown(data):
            return replace(fresh, is_seen=True)
        return await self._stored(fresh, data)

    async def _fetched(self, attachment: Attachment) -> bytes:
        tools = self.work.tools
        for wait in tools.supplies.fetch_retries_s:
            try:
                return await self._asked_for(attachment)
            except DeliveryUnknown:
                await tools.sleep(wait)
        return await self._asked_for(attachment)

    async def _asked_for(self, attachment: Attachment) -> bytes:
        supplies = self.work.tools.supplies
        return await supplies.attachments.fetch(attachment.source, limit=supplies.attachment_limit)

    async def _is_shown(self, data: bytes) -> bool:
        """Whether it is a picture that the agent now gets to see."""
        if ending_of(data) is None or len(self.pictures) >= PICTURES_SEEN or not self._sees:
            return False
        reference = await self.work.tools.pictures.reference(data)
        if reference is None:
            return False
        if sum(len(one.data) for one in self.pictures) + len(reference.data) > PICTURES_TOGETHER:
            return False
        self.pictures.append(reference)
        return True

    @property
    def _sees(self) -> bool:
        work = self.work
        return work.session.agent != MODELS or sees(work.tools.supplies.providers, work.session.choices.model)

    async def _stored(self, attachment: Attachment, data: bytes) -> Attachment:
        if self.request.environment is None:
            return replace(attachment, lost=NO_MACHINE if self._sees or ending_of(data) is None else UNSEEN)
        path = f"{UPLOADS}/{unique(safe_name(attachment.source.name), self.taken)}"
        try:
            await self._put(path, data)
        except ProviderError as error:
            log.warning("attachment.not_put", turn=self.work.turn.id, error=str(error))
            return replace(attachment, lost=NOT_PUT)
        return replace(attachment, path=path)

    async def _put(self, path: str, data: bytes) -> None:
        """Small files are given with the making of a new machine; for others it is made before the run. Raises."""
        setup, environment = self.request.setup, self.request.environment
        if environment == NEW:
            if setup.has_room_for(data):
                self.request = replace(self.request, setup=setup.with_file(InlineFile(path, data)))
                return
            environment = await self._made()
        try:
            await self.work.tools.supplies.machines.put(EnvironmentId(environment or ""), path, data)
        except Refused as error:
            if error.status != _NOT_FOUND or not await self._is_gone():
                raise
            self._begin_anew()
            await self._put(path, data)

    async def _made(self) -> EnvironmentId:
        """Written down at once, so that the next process goes on with this one."""
        work = self.work
        made = await work.tools.supplies.machines.make(self.request.setup)
        await work.tools.store.go_on_in(work.turn.id, made)
        work.session = replace(work.session, environment=made)
        self.request = replace(self.request, environment=made)
        return made

    async def _is_gone(self) -> bool:
        """Whether it is the machine that is not found, and may be replaced; once is enough."""
        environment = self.work.session.environment
        if environment is None or self.losses or not has_setup(self.work):
            return False
        try:
            await self.work.tools.files.list(environment)
        except ProviderError as error:
            return error.status == _NOT_FOUND
        return False

    def _begin_anew(self) -> None:
        """The session's machine has expired."""
        self.losses.append("turn.machine_gone")
        self.work.session = replace(self.work.session, environment=None)
        self.request = replace(self.request, environment=NEW)
