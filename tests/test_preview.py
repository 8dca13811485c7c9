"""`assay serve`: a real server on a real port, a file that changes, a file that breaks, an interruption."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cases import write_repository


class Serving:
    """A running `assay serve`, its output in a file."""

    def __init__(self, place: Path) -> None:
        self.folder = write_repository(place / "evidence")
        self.output = place / "output"
        self.temporary = place / "temporary"
        self.temporary.mkdir()
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "assay", "serve", "--as-of", "2026-06-30", "--port", str(self.port)],
                cwd=place,
                env=os.environ | {"TMPDIR": str(self.temporary)},
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    @property
    def said(self) -> str:
        return self.output.read_text("utf-8")

    def page(self, path: str) -> str:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/{path}", timeout=10) as answer:
                return str(answer.read().decode())
        except urllib.error.URLError:
            return ""

    def until(self, condition: Callable[[], bool]) -> None:
        give_up = time.monotonic() + 30
        while not condition():
            assert time.monotonic() < give_up, self.said
            assert self.process.poll() is None, self.said
            time.sleep(0.1)


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Serving]:
    started = Serving(tmp_path)
    yield started
    started.process.kill()
    started.process.wait()


def test_a_preview_follows_the_evidence_and_survives_a_broken_file(serving: Serving) -> None:
    serving.until(lambda: "preview on http://127.0.0.1:" in serving.said)
    assert "Steering minutes 2026" in serving.page("items/minutes.html")
    item = serving.folder / "items/minutes.yaml"
    whole = item.read_text("utf-8")

    item.write_text(whole.replace("Steering minutes 2026", "Renamed minutes"), "utf-8")
    serving.until(lambda: "Renamed minutes" in serving.page("items/minutes.html"))

    item.write_text("title: [", "utf-8")
    serving.until(lambda: "the preview stays as it was" in serving.said)
    assert "evidence/items/minutes.yaml:" in serving.said
    assert "Renamed minutes" in serving.page("items/minutes.html")

    item.write_text(whole, "utf-8")
    serving.until(lambda: "Steering minutes 2026" in serving.page("items/minutes.html"))

    serving.process.send_signal(signal.SIGINT)
    assert serving.process.wait(20) == 130
    assert "Traceback" not in serving.said
    assert serving.said.endswith("assay: interrupted\n")
    assert serving.page("index.html") == "", "the server has ended too"
    assert list(serving.temporary.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_termination_ends_the_server_too(serving: Serving, number: signal.Signals) -> None:
    serving.until(lambda: "preview on" in serving.said)

    serving.process.send_signal(number)

    serving.process.wait(20)
    assert serving.page("index.html") == ""
    assert list(serving.temporary.iterdir()) == []


def test_a_port_in_use_is_named(tmp_path: Path) -> None:
    folder = write_repository(tmp_path / "evidence")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "assay",
                "-e",
                folder,
                "serve",
                "--as-of",
                "2026-06-30",
                "--port",
                str(port),
            ],
            capture_output=True,
            text=True,
            check=False,
        )

    assert done.returncode == 2
    assert f"nothing can be served on 127.0.0.1:{port}" in done.stderr
    assert "choose another port" in done.stderr


def test_errors_stop_it_before_it_starts(tmp_path: Path) -> None:
    folder = write_repository(tmp_path / "evidence", {"attachments/minutes.txt": None})
    done = subprocess.run(
        [sys.executable, "-m", "assay", "-e", folder, "serve", "--as-of", "2026-06-30"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "attachment-missing" in done.stderr
