"""Files: what a turn changed on its machine, to the person who asks: one of them, or all as a tar."""

import tarfile
from asyncio import Semaphore, to_thread
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO

import discord

from bot.core.artifacts import EnvironmentFile, Moment
from bot.core.catalogue import say
from bot.core.errors import FileTooLarge, ProviderError, Refused
from bot.core.filenames import safe_name
from bot.core.ids import EnvironmentId
from bot.core.patches import Button, Upload
from bot.core.ports import Files
from bot.core.session import Session, Turn
from bot.core.steps import code
from bot.surface.desk import Desk
from bot.surface.handing_out import hand_out
from bot.surface.looks import NOBODY, button_of
from bot.surface.menus import chosen_in
from bot.turns.gathering import in_bytes
from bot.turns.media import is_kept, read_kept

SHOWN_AT_ONCE = 25
"""Discord's most for the choices of one menu."""
_TAR_READ_AT_MOST = 64 * 1024 * 1024
_LABEL_LIMIT = 100


@dataclass(slots=True)
class FilesButton:
    """A whole disk is held in memory to make a tar, so they are made one after the other."""

    desk: Desk
    files: Files
    _tars: Semaphore = field(default_factory=lambda: Semaphore(1))

    async def show(self, itx: discord.Interaction, turn: Turn, argument: str) -> None:
        """A menu of the changed files, 25 at a time."""
        changed = await self.desk.store.files_of(turn.id, Moment.CHANGED) or ()
        page = int(argument) if argument.isdecimal() and len(argument) < 9 else 0
        shown = changed[page * SHOWN_AT_ONCE :][:SHOWN_AT_ONCE]
        if not shown:
            await itx.response.send_message(say("files.none"), ephemeral=True, allowed_mentions=NOBODY)
            return
        first = page * SHOWN_AT_ONCE + 1
        last = first + len(shown) - 1
        part = {"first": first, "last": last} if len(shown) < len(changed) else {}
        head = say("files.part" if part else "files.all", count=len(changed), **part)
        view = _menu(turn, shown, page=page, has_more=len(changed) > last)
        await itx.response.send_message(head, view=view, ephemeral=True, allowed_mentions=NOBODY)

    async def fetch(self, itx: discord.Interaction, turn: Turn, _: str) -> None:
        """The file chosen in the menu, whose value is its place among the changed ones."""
        await itx.response.defer(ephemeral=True, thinking=True)
        changed = await self.desk.store.files_of(turn.id, Moment.CHANGED) or ()
        index = _chosen(itx)
        session = await self.desk.store.session(turn.session)
        if session is None or index is None or index >= len(changed):
            await _say(itx, say("files.none"))
            return
        await self._send(itx, session, changed[index])

    async def tar(self, itx: discord.Interaction, turn: Turn, _: str) -> None:
        """All changed files as one tar."""
        await itx.response.defer(ephemeral=True, thinking=True)
        changed = await self.desk.store.files_of(turn.id, Moment.CHANGED) or ()
        session = await self.desk.store.session(turn.session)
        if session is None or not changed:
            await _say(itx, say("files.none"))
            return
        limit = _limit(itx)
        try:
            async with self._tars:
                found = await self._read_all(session, changed)
                data = await to_thread(packed, found)
        except FileTooLarge:
            await _say(itx, say("files.tar_too_large", limit=in_bytes(limit)))
        except ProviderError as error:
            await self._failed(itx, turn, changed[0], error)
        else:
            await self._upload(itx, Upload.of("files.tar.gz", data), limit)

    async def _read_all(self, session: Session, files: Sequence[EnvironmentFile]) -> Mapping[str, bytes]:
        """By the paths that they get in the tar. Raises ProviderError."""
        if not is_kept(files[0]):
            machine = _machine_of(session)
            return await self.files.fetch_many(machine, {file.path for file in files}, limit=_TAR_READ_AT_MOST)
        if sum(file.size for file in files) > _TAR_READ_AT_MOST:
            raise FileTooLarge("all files together")
        return {file.path.rpartition("/")[2]: await self._read(session, file, file.size) for file in files}

    async def _read(self, session: Session, file: EnvironmentFile, limit: int) -> bytes:
        """Raises ProviderError."""
        if is_kept(file):
            return await read_kept(self.desk.supplies.media, file, limit=limit)
        return await self.files.fetch(_machine_of(session), file.path, limit=limit)

    async def _send(self, itx: discord.Interaction, session: Session, file: EnvironmentFile) -> None:
        limit = _limit(itx)
        try:
            data = await self._read(session, file, limit)
        except FileTooLarge:
            name = code(safe_name(file.path))
            await _say(itx, say("files.one_too_large", name=name, size=in_bytes(file.size), limit=in_bytes(limit)))
        except ProviderError as error:
            await self._failed(itx, session, file, error)
        else:
            await self._upload(itx, Upload.of(safe_name(file.path), data), limit)

    async def _upload(self, itx: discord.Interaction, upload: Upload, limit: int) -> None:
        too_large = say("files.tar_too_large", limit=in_bytes(limit))
        if len(upload.data) > limit:
            await _say(itx, too_large)
        else:
            await hand_out(itx, upload, too_large=too_large)

    async def _failed(
        self, itx: discord.Interaction, of: Turn | Session, file: EnvironmentFile, error: ProviderError
    ) -> None:
        self.desk.log.warning("files.not_fetched", of=of.id, error=str(error))
        await _say(itx, say("files.not_kept" if is_kept(file) else "files.gone"))


def _machine_of(session: Session) -> EnvironmentId:
    """Raises Refused where the talk has none any more."""
    if session.environment is None:
        raise Refused("the talk has no machine")
    return session.environment


def packed(files: Mapping[str, bytes]) -> bytes:
    """A compressed tar of plain files; their paths lead nowhere but below the folder it is unpacked in."""
    target = BytesIO()
    with tarfile.open(fileobj=target, mode="w:gz", compresslevel=6) as made:
        for path, data in files.items():
            header = tarfile.TarInfo("/".join(part for part in path.split("/") if part not in ("", ".", "..")))
            header.size = len(data)
            made.addfile(header, BytesIO(data))
    return target.getvalue()


def _menu(turn: Turn, files: Sequence[EnvironmentFile], *, page: int, has_more: bool) -> discord.ui.View:
    view = discord.ui.View(timeout=None)
    options = [
        discord.SelectOption(
            label=safe_name(file.path)[:_LABEL_LIMIT],
            value=str(page * SHOWN_AT_ONCE + place),
            description=f"{in_bytes(file.size)} · {_folder(file)}"[:_LABEL_LIMIT],
        )
        for place, file in enumerate(files)
    ]
    view.add_item(discord.ui.Select(custom_id=f"file:{turn.id}", placeholder=say("files.choose"), options=options))
    view.add_item(button_of(Button(say("button.tar"), f"tar:{turn.id}")))
    if has_more:
        view.add_item(button_of(Button(say("button.next"), f"files:{turn.id}:{page + 1}")))
    view.stop()
    return view


def _folder(file: EnvironmentFile) -> str:
    """Where it lies; what a model gave lies nowhere."""
    return file.mime_type if is_kept(file) else "/".join(safe_name(part) for part in file.path.split("/")[:-1]) or "/"


def _chosen(itx: discord.Interaction) -> int | None:
    value = chosen_in(itx)
    return int(value) if value.isdecimal() and len(value) < 9 else None


def _limit(itx: discord.Interaction) -> int:
    return itx.guild.filesize_limit if itx.guild else discord.utils.DEFAULT_FILE_SIZE_LIMIT_BYTES


async def _say(itx: discord.Interaction, sentence: str) -> None:
    await itx.edit_original_response(content=sentence, allowed_mentions=NOBODY)
