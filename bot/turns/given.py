"""What a model gave, brought into the thread: a story as its pages, everything else as files."""

import re
from collections.abc import Sequence

from bot.core.answer import answer_of
from bot.core.artifacts import FILES_ATTACHED, PICTURES_SHOWN, EnvironmentFile, looks_like_picture
from bot.core.citations import cite, sources_list
from bot.core.patches import Upload
from bot.core.story import STORY_MESSAGES, Chapter, Leaf, Sheet, bound, chapters_of, is_story, leaves_of
from bot.core.view import Gathered
from bot.turns.gathering import Gathering
from bot.turns.media import given_by, name_of, read_kept
from bot.turns.work import Work

_LINK = re.compile(r"https?://[^\s<>]{1,500}")


async def given(work: Work, files: Sequence[EnvironmentFile], *, limit: int) -> Gathered:
    """`files`: as `media.kept_files` named them; `limit`: bytes of one message."""

    async def read(file: EnvironmentFile, most: int) -> bytes:
        return await read_kept(work.tools.supplies.media, file, limit=most)

    gathering = Gathering(work, read, limit, _links(work, files))
    chapters = chapters_of(work.transcript.steps)
    told = {uri for chapter in chapters for uri in chapter.pictures} if is_story(chapters) else set()
    sheets = await _story(gathering, chapters, files) if told else ()
    hidden = await _attach(gathering, [file for file in files if name_of(file) not in told])
    return Gathered(
        tuple(gathering.uploads),
        tuple(gathering.lines),
        hidden + sum(len(sheet.uploads) for sheet in sheets[STORY_MESSAGES:]),
        story=sheets[:STORY_MESSAGES],
        is_cut=len(sheets) > STORY_MESSAGES,
    )


def _links(work: Work, files: Sequence[EnvironmentFile]) -> dict[str, str]:
    """Where they came from, as far as that is an address to be followed."""
    links = {part.uri: part.link for part in given_by(work.transcript.steps) if _LINK.fullmatch(part.link)}
    return {file.path: links[name_of(file)] for file in files if name_of(file) in links}


async def _attach(gathering: Gathering, files: Sequence[EnvironmentFile]) -> int:
    """In the order in which they were given; how many there was no place for."""
    pictures = [file for file in files if looks_like_picture(file)]
    others = [file for file in files if not looks_like_picture(file)]
    shown = (*pictures[:PICTURES_SHOWN], *others[:FILES_ATTACHED])
    for file in shown:
        await gathering.take(file)
    return len(files) - len(shown)


async def _story(
    gathering: Gathering, chapters: Sequence[Chapter], files: Sequence[EnvironmentFile]
) -> tuple[Sheet, ...]:
    """Each picture above its text, each once; the sources stand at the end."""
    left = {name_of(file): file for file in files}
    leaves: list[Leaf] = []
    for chapter in chapters:
        shown = [left.pop(uri) for uri in chapter.pictures if uri in left]
        uploads = [await gathering.fitted(file, room=gathering.limit) for file in shown]
        leaves += leaves_of(chapter.text, _made(uploads), limit=gathering.limit)
    answer = answer_of(gathering.work.transcript.steps)
    _, sources = cite(answer.text, answer.citations)
    if sources:
        leaves += leaves_of(sources_list(sources), (), limit=gathering.limit)
    return bound(leaves, limit=gathering.limit)


def _made(uploads: Sequence[Upload | None]) -> tuple[Upload, ...]:
    return tuple(upload for upload in uploads if upload is not None)
