"""ZIP archives: the same files are the same bytes; what an enemy packed is refused."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from assay.archive import ArchiveError, extract_archive, write_archive


def test_the_same_files_are_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_bytes(b"two" * 100)
    (tmp_path / "b.txt").chmod(0o600)
    one, two = io.BytesIO(), io.BytesIO()
    write_archive(one, [("a.txt", b"one"), ("x/b.txt", tmp_path / "b.txt")])
    (tmp_path / "b.txt").chmod(0o777)
    write_archive(two, [("x/b.txt", tmp_path / "b.txt"), ("a.txt", b"one")])
    assert one.getvalue() == two.getvalue()
    with zipfile.ZipFile(one) as archive:
        assert archive.namelist() == ["a.txt", "x/b.txt"]
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_what_was_written_comes_out_again(tmp_path: Path) -> None:
    with (tmp_path / "x.zip").open("wb") as stream:
        write_archive(stream, [("árvíz/ő.txt", b"1"), ("empty", b""), ("p.png", bytes(1000))])
    (tmp_path / "out").mkdir()
    extract_archive(tmp_path / "x.zip", tmp_path / "out")
    found = {
        path.relative_to(tmp_path / "out").as_posix(): path.read_bytes()
        for path in (tmp_path / "out").rglob("*")
        if path.is_file()
    }
    assert found == {"árvíz/ő.txt": b"1", "empty": b"", "p.png": bytes(1000)}


def entry(name: str, mode: int = 0, method: int = zipfile.ZIP_STORED) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    info.compress_type = method
    return info


HOSTILE: dict[str, tuple[list[tuple[zipfile.ZipInfo, bytes]], str]] = {
    "parent": ([(entry("../out.txt"), b"x")], "leads out of its folder"),
    "inner-parent": ([(entry("a/../../out.txt"), b"x")], "leads out of its folder"),
    "absolute": ([(entry("/etc/passwd"), b"x")], "leads out of its folder"),
    "backslash": ([(entry("a\\..\\b"), b"x")], "leads out of its folder"),
    "drive": ([(entry("C:/x"), b"x")], "leads out of its folder"),
    "empty-part": ([(entry("a//b"), b"x")], "leads out of its folder"),
    "link": ([(entry("a", stat.S_IFLNK | 0o777), b"/etc/passwd")], "is a link or a special file"),
    "device": ([(entry("a", stat.S_IFCHR | 0o777), b"")], "is a link or a special file"),
    "twice": ([(entry("a"), b"1"), (entry("a"), b"2")], "'a' and 'a' are one file"),
    "case": ([(entry("a"), b"1"), (entry("A"), b"2")], "'a' and 'A' are one file on some systems"),
    "file-and-folder": ([(entry("a"), b"1"), (entry("a/b"), b"2")], "'a' is a file and a folder"),
    "bomb": ([(entry("a", method=zipfile.ZIP_DEFLATED), bytes(30_000_000))], "would grow beyond all measure"),
    "method": ([(entry("a", method=zipfile.ZIP_LZMA), b"x")], "packed by a method that is not read here"),
}  # fmt: skip


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_archive_is_refused_and_nothing_is_written(kind: str, tmp_path: Path) -> None:
    entries, message = HOSTILE[kind]
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        for info, content in entries:
            archive.writestr(info, content)
    target = tmp_path / "deep" / "target"
    target.mkdir(parents=True)
    with pytest.raises(ArchiveError, match=message):
        extract_archive(tmp_path / "x.zip", target)
    assert list(target.iterdir()) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["deep", "x.zip"]


def packed(content: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        archive.writestr(entry("a", method=method), content)
    return stream.getvalue()


def test_an_encrypted_archive_is_refused(tmp_path: Path) -> None:
    raw = bytearray(packed(b"x"))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(mark) + at] |= 1
    (tmp_path / "x.zip").write_bytes(raw)
    with pytest.raises(ArchiveError, match="is encrypted"):
        extract_archive(tmp_path / "x.zip", tmp_path / "out")


def test_a_file_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    raw = bytearray(packed(b"x" * 5000))
    size = struct.pack("<L", 5000)
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        at = raw.index(size, raw.index(mark))
        raw[at : at + 4] = struct.pack("<L", 10)
    (tmp_path / "x.zip").write_bytes(raw)
    (tmp_path / "out").mkdir()
    with pytest.raises(ArchiveError):
        extract_archive(tmp_path / "x.zip", tmp_path / "out")


def test_files_that_overlap_are_refused(tmp_path: Path) -> None:
    raw = packed(bytes(range(256)) * 8, zipfile.ZIP_STORED)
    start, end = raw.index(b"PK\x01\x02"), raw.index(b"PK\x05\x06")
    central = raw[start:end]
    second = central.replace(b"a", b"b") if central.count(b"a") == 1 else central[:46] + b"b" + central[47:]
    tail = bytearray(raw[end:])
    struct.pack_into("<HHL", tail, 8, 2, 2, 2 * len(central))
    (tmp_path / "x.zip").write_bytes(raw[:start] + central + second + bytes(tail))
    with pytest.raises(ArchiveError, match="its files overlap"):
        extract_archive(tmp_path / "x.zip", tmp_path / "out")


@pytest.mark.parametrize(
    "raw",
    [b"", b"PK", packed(b"x" * 100)[:-30], packed(b"x" * 100)[:60]],
    ids=["empty", "begun", "without its end", "without a list"],
)
def test_what_is_torn_is_refused(raw: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(raw)
    with pytest.raises(ArchiveError, match="no ZIP archive that can be read"):
        extract_archive(tmp_path / "x.zip", tmp_path / "out")


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (tmp_path / "x.zip").open("wb") as stream:
        write_archive(stream, [(str(number), b"") for number in range(5)])
    monkeypatch.setattr("assay.archive.MOST_FILES", 4)
    with pytest.raises(ArchiveError, match="more than 4 files"):
        extract_archive(tmp_path / "x.zip", tmp_path / "out")
    monkeypatch.setattr("assay.archive.MOST_FILES", 5)
    monkeypatch.setattr("assay.archive.MOST_BYTES", -1)
    with pytest.raises(ArchiveError, match="would unpack to more than"):
        extract_archive(tmp_path / "x.zip", tmp_path / "out")
