"""Every test runs with a cache folder and a date of its own: nothing of the user's is read or written."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

# Whoever runs the tests in the background of a script has ^C ignored for them, and for all that they start:
# then nothing could show what an interrupt does.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def own_surroundings(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    cache = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    return cache
