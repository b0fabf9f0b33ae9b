"""Tars that lie, climb, link or end too soon."""

import io
import tarfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.errors import FileTooLarge
from bot.providers.interactions.files import _picked
from bot.providers.interactions.files_download import Downloaded
from bot.providers.interactions.files_snapshot import NoTar, Snapshot, read_snapshot
from tests.providers.disks import special, tar_of


def read(tar: bytes, *, most_files: int = 100) -> Snapshot:
    return read_snapshot(Downloaded(tar), most_files=most_files)


def paths(snapshot: Snapshot) -> list[str]:
    return [file.path for file in snapshot.listing.files]


@pytest.mark.parametrize("name", ["/etc/passwd", "../secret", "a/../../secret", "a/..", "..", "."])
def test_what_leads_out_is_not_there(name: str) -> None:
    """A member with an absolute or climbing name is as if it were not in the tar."""
    snapshot = read(tar_of({name: b"evil", "good": b"good"}))

    assert paths(snapshot) == ["good"]
    assert snapshot.listing.is_complete


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE]
)
def test_only_plain_files_are_there(kind: bytes) -> None:
    """Links, devices, pipes and directories are not listed."""
    snapshot = read(tar_of({"good": b"good"}, special("other", kind, target="good")))

    assert paths(snapshot) == ["good"]


def test_names_have_one_form() -> None:
    """`./a//b` is `a/b`, and of two with one name the later one counts."""
    snapshot = read(tar_of({"./a//b": b"old", "a/b": b"new"}))

    assert paths(snapshot) == ["a/b"]
    assert snapshot.read("./a/b", limit=3) == b"new"


@pytest.mark.parametrize("style", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT])
def test_long_and_foreign_names(style: int) -> None:
    """Names of several hundred characters in any script are read in both of tar's ways to write them."""
    name = "/".join(["日本語" * 20, "x" * 90, "ü.txt"])
    collected = io.BytesIO()
    with tarfile.open(fileobj=collected, mode="w", format=style) as archive:
        member = tarfile.TarInfo(name)
        member.size = 2
        archive.addfile(member, io.BytesIO(b"hi"))

    snapshot = read(collected.getvalue())

    assert paths(snapshot) == [name]
    assert snapshot.read(name, limit=2) == b"hi"


def test_a_name_that_is_no_text() -> None:
    """Bytes that are not UTF-8 become a name that can be written, and the file can be read under it."""
    collected = io.BytesIO()
    with tarfile.open(fileobj=collected, mode="w", format=tarfile.GNU_FORMAT, encoding="latin-1") as archive:
        member = tarfile.TarInfo("caf\xe9.txt")
        member.size = 2
        archive.addfile(member, io.BytesIO(b"hi"))

    snapshot = read(collected.getvalue())

    assert paths(snapshot) == ["caf\N{REPLACEMENT CHARACTER}.txt"]
    assert snapshot.read("caf\N{REPLACEMENT CHARACTER}.txt", limit=2) == b"hi"


def sparse(real_size: int, *, size_field: bytes = b"00000001000\0") -> bytes:
    """A GNU sparse file that says to be large and holds one block at its beginning."""
    member = tarfile.TarInfo("holes")
    member.size, member.type = 512, tarfile.GNUTYPE_SPARSE
    header = bytearray(member.tobuf(tarfile.GNU_FORMAT))
    header[124:136] = size_field
    header[386:410] = b"%011o\0%011o\0" % (0, 512)
    header[483:495] = b"%011o\0" % real_size
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    return bytes(header) + b"x" * 512 + b"\0" * 1024


def test_a_file_of_holes_is_not_there() -> None:
    """A sparse file, whose few bytes would become as many as it says, is as if it were not in the tar."""
    snapshot = read(tar_of({"good": b"good"})[:1024] + sparse(1 << 30))

    assert paths(snapshot) == ["good"]
    assert snapshot.listing.is_complete


def test_many_files_count_together() -> None:
    """The files that are picked out of a tar have the limit together, not each."""
    tar = tar_of({"a": b"x" * 600, "b": b"x" * 600})

    assert len(_picked(tar, frozenset({"a", "b"}), 1200)) == 2
    with pytest.raises(FileTooLarge):
        _picked(tar, frozenset({"a", "b"}), 1199)


def test_a_hole_may_lead_back() -> None:
    """A sparse file whose end lies before its beginning ends the reading, which would otherwise have no end."""
    back_to_the_start = b"\xff" * 10 + b"\xfc\x00"  # -1024, in the base of 256

    snapshot = read(tar_of({"first": b"", "good": b""})[:1024] + sparse(2000, size_field=back_to_the_start))

    assert "good" in paths(snapshot)
    assert not snapshot.is_complete


@pytest.mark.parametrize(
    ("mtime", "modified"), [(b"12.5", 12500), (b"nan", None), (b"inf", None), (b"-5", None), (b"1e300", None)]
)
def test_a_time_may_be_nonsense(mtime: bytes, modified: int | None) -> None:
    """What is no time after 1970 is no time; the file is listed all the same."""
    member = tarfile.TarInfo("a")
    member.pax_headers = {"mtime": mtime.decode()}
    collected = io.BytesIO()
    with tarfile.open(fileobj=collected, mode="w", format=tarfile.PAX_FORMAT) as archive:
        archive.addfile(member)

    assert [file.modified for file in read(collected.getvalue()).listing.files] == [modified]


@pytest.mark.parametrize("size", ["-1024", "-512", "-1", "99999999999999999999", "9" * 400, "x"])
def test_a_size_may_lie(size: str) -> None:
    """A size that leads backwards or beyond the end stops the reading there, at once."""
    member = tarfile.TarInfo("liar")
    member.pax_headers = {"size": size}
    collected = io.BytesIO()
    with tarfile.open(fileobj=collected, mode="w", format=tarfile.PAX_FORMAT) as archive:
        archive.addfile(tarfile.TarInfo("good"))
        archive.addfile(member)
        archive.addfile(tarfile.TarInfo("later"))

    snapshot = read(collected.getvalue())

    assert "good" in paths(snapshot)
    assert size == "x" or not snapshot.is_complete


@pytest.mark.parametrize("cut", range(600, 3000, 100))
def test_a_cut_tar_holds_only_whole_files(cut: int) -> None:
    """Wherever a tar is cut, what is listed can be read and is as it was."""
    disk = {"a": b"a" * 700, "b": b"b" * 700}

    found = read_snapshot(Downloaded(tar_of(disk)[:cut], is_whole=False), most_files=10)

    assert not found.is_complete
    assert {file.path: found.read(file.path, limit=700) for file in found.listing.files}.items() <= disk.items()


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_no_damage_breaks_the_reader(data: st.DataObject) -> None:
    """Whatever bytes of a tar are changed, it is read, in part or not at all, and every listed file has its size."""
    tar = bytearray(tar_of({"./" + "n" * 150: b"long", "a/b": b"x" * 600}, special("l", tarfile.SYMTYPE, target="a")))
    for _ in range(data.draw(st.integers(1, 6))):
        tar[data.draw(st.integers(0, 4095))] = data.draw(st.integers(0, 255))

    try:
        snapshot = read(bytes(tar))
    except NoTar:
        return

    for file in snapshot.listing.files:
        if file.size <= 1_000_000:
            assert len(snapshot.read(file.path, limit=1_000_000)) == file.size
