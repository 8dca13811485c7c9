"""New files are put into a folder all or none, never over another file, never through a link."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from assay.newfiles import CannotPlaceError, put


def tree(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def test_files_are_written_and_folders_made(tmp_path: Path) -> None:
    assert put(tmp_path / "new", {"a/b.txt": b"1", "c": b"2"}) == (("a/b.txt", "c"), ())
    assert (tmp_path / "new/a/b.txt").read_bytes() == b"1"


def test_what_is_there_stays_and_is_named(tmp_path: Path) -> None:
    (tmp_path / "c").write_bytes(b"mine")
    (tmp_path / "d").symlink_to("nowhere")
    assert put(tmp_path, {"a": b"1", "c": b"2", "d": b"3"}) == (("a",), ("c", "d"))
    assert (tmp_path / "c").read_bytes() == b"mine"
    assert not (tmp_path / "nowhere").exists()


def test_where_one_cannot_be_written_none_is(tmp_path: Path) -> None:
    (tmp_path / "there").write_bytes(b"mine")
    with pytest.raises(CannotPlaceError, match="File name too long"):
        put(tmp_path, {"new/deep/a": b"1", "there": b"2", "b" * 300: b"3"})
    assert tree(tmp_path) == {"there"}


def test_an_interrupt_takes_away_what_was_written(tmp_path: Path) -> None:
    class Interrupted(Mapping[str, bytes]):
        def __iter__(self) -> Iterator[str]:
            return iter(("a/b", "c"))

        def __len__(self) -> int:
            return 2

        def __getitem__(self, name: str) -> bytes:
            if name == "c":
                raise KeyboardInterrupt
            return b"1"

    with pytest.raises(KeyboardInterrupt):
        put(tmp_path, Interrupted())
    assert tree(tmp_path) == set()


@pytest.mark.parametrize("target", ["elsewhere", "nowhere"])
def test_no_file_is_put_behind_a_link(tmp_path: Path, target: str) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "a").symlink_to(f"../{target}")
    with pytest.raises(CannotPlaceError, match="is a link"):
        put(tmp_path / "desk", {"b": b"1", "a/c": b"2"})
    assert tree(tmp_path) == {"desk", "desk/a", "elsewhere"}


def test_the_folder_itself_may_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    assert put(tmp_path / "link", {"a/b": b"1"}) == (("a/b",), ())
    assert (tmp_path / "real/a/b").exists()
