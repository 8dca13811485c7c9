"""A live preview: the engine's own server on a project, and a watch on what the project is made from."""

from __future__ import annotations

import contextlib
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

from assay.site.engine import command, complaint, environment
from assay.site.errors import FAULT, SiteError

_EVERY = 1.0
_START = 120.0


@contextlib.contextmanager
def serving(project: Path, host: str, port: int, epoch: int) -> Iterator[subprocess.Popen[bytes]]:
    """The engine's server on a project, ready to answer; it is ended afterwards, whatever happens."""
    _check_free(host, port)
    with tempfile.TemporaryDirectory(prefix="assay-server-") as rest, (Path(rest) / "log").open("wb+") as log:
        # In a session of its own: Ctrl-C reaches this process alone, which then ends the server.
        server = subprocess.Popen(
            command("serve", project, "--livereload", "-a", f"{host}:{port}"),
            cwd=project,
            env=environment(epoch) | {"TMPDIR": rest},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        before = {number: signal.signal(number, _interrupt) for number in (signal.SIGTERM, signal.SIGHUP)}
        try:
            _wait_until_ready(server, host, port)
            yield server
            _check_running(server, Path(log.name))
        except SiteError:
            _check_running(server, Path(log.name))
            raise
        finally:
            server.kill()
            server.wait()
            for number, handler in before.items():
                signal.signal(number, handler)


def watch(server: subprocess.Popen[bytes], state: Callable[[], object], changed: Callable[[], None]) -> None:
    """Call `changed` whenever `state()` is another than before, for as long as the server runs."""
    before = state()
    while server.poll() is None:
        time.sleep(_EVERY)
        now = state()
        if now != before:
            before = now
            changed()


def _interrupt(_number: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt


def _check_running(server: subprocess.Popen[bytes], log: Path) -> None:
    if server.poll() is not None:
        raise SiteError(complaint("the preview server", server.returncode, log.read_bytes()), FAULT)


def _check_free(host: str, port: int) -> None:
    try:
        with socket.create_server((host, port)):
            pass
    except (OSError, OverflowError) as error:
        message = f"nothing can be served on {host}:{port} ({error}): choose another port with --port"
        raise SiteError(message) from error


def _wait_until_ready(server: subprocess.Popen[bytes], host: str, port: int) -> None:
    give_up = time.monotonic() + _START
    while time.monotonic() < give_up and server.poll() is None:
        try:
            with socket.create_connection((host, port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise SiteError(f"the preview server did not answer within {_START:.0f} seconds", FAULT)
