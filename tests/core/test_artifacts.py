"""Which files of an environment are shown."""

from hypothesis import given
from hypothesis import strategies as st

from bot.core.artifacts import (
    FILES_ATTACHED,
    MANY,
    PICTURES_SHOWN,
    EnvironmentFile,
    changed,
    is_machinery,
    looks_like_picture,
    select,
)
from bot.core.ids import Milliseconds

PATHS = st.lists(st.sampled_from(["a", "b", "src", ".git", "c.png", "d.txt", "node_modules"]), min_size=1, max_size=4)
FILES = st.lists(
    st.builds(EnvironmentFile, PATHS.map("/".join), st.integers(0, 9)), max_size=40, unique_by=lambda file: file.path
)
START = Milliseconds(1_000_000)


def file(path: str, size: int = 1, modified: int | None = None) -> EnvironmentFile:
    return EnvironmentFile(path, size, modified=None if modified is None else Milliseconds(modified))


@given(FILES, FILES)
def test_nothing_is_dropped_in_silence(before: list[EnvironmentFile], after: list[EnvironmentFile]) -> None:
    """Every changed file is shown, attached or counted, exactly once, within the limits."""
    found = changed({old.path: old for old in before}, after, since=START)

    selection = select(found, said="")

    assert sorted(f.path for f in selection.all) == sorted(f.path for f in found)
    assert len(selection.pictures) <= PICTURES_SHOWN
    assert len(selection.files) <= FILES_ATTACHED


@given(FILES)
def test_what_was_there_unchanged_is_not_new(files: list[EnvironmentFile]) -> None:
    """A listing compared with itself has no changes."""
    assert changed({old.path: old for old in files}, files, since=START) == ()


def test_a_changed_size_or_time_is_a_change() -> None:
    """A file counts as changed when its size or its time differs."""
    before = {"a": file("a", 1, 5), "b": file("b", 1, 5), "c": file("c", 1, 5)}

    found = changed(before, [file("a", 2, 5), file("b", 1, 6), file("c", 1, 5), file("d")], since=START)

    assert [f.path for f in found] == ["a", "b", "d"]


def test_a_new_environment_has_files_that_came_with_it() -> None:
    """Without a listing from the start, what is older than the turn came with the machine."""
    found = changed(None, [file("old", modified=900_000), file("new", modified=1_000_500), file("unsaid")], since=START)

    assert [f.path for f in found] == ["new", "unsaid"]


def test_version_control_and_dependencies_are_machinery() -> None:
    """Nobody asked for .git, caches and node_modules."""
    paths = ["r/.git/HEAD", "x/__pycache__/a.pyc", "node_modules/left/index.js", ".agents/AGENTS.md", "b.pyc"]

    assert all(map(is_machinery, paths))
    assert not any(map(is_machinery, ["git/HEAD", "src/agents.md", "modules.js"]))


def test_of_many_files_only_those_that_the_answer_names_are_attached() -> None:
    """An unpacked repository does not flood the thread."""
    files = [file(f"repo/file{number}.txt") for number in range(MANY + 1)]

    selection = select(files, said="Look at `repo/file7.txt` first.")

    assert [f.path for f in selection.files] == ["repo/file7.txt"]
    assert len(selection.rest) == MANY


def test_files_that_the_answer_names_come_first() -> None:
    """What the agent speaks of is more worth a place than what lies nearer to the top."""
    files = [*(file(f"{letter}.txt") for letter in "abcdef"), file("deep/down/result.csv")]

    assert select(files, said="See result.csv.").files[0].path == "deep/down/result.csv"


def test_an_empty_file_is_only_counted() -> None:
    """Discord refuses a file without bytes."""
    assert select([file("empty.txt", 0)], said="empty.txt").rest == (file("empty.txt", 0),)


def test_a_picture_is_known_by_its_name_until_its_bytes_are() -> None:
    """Upper case counts too."""
    assert looks_like_picture(file("A.PNG"))
    assert not looks_like_picture(file("png"))
