"""Reads the history of an evidence folder, from git and from what earlier runs have read of it."""

from __future__ import annotations

import gc
import hashlib
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from assay.folder import PARTS
from assay.git.history import History
from assay.git.judging import judge_signatures
from assay.git.log import Step, log, read_log
from assay.git.memory import Memory, overheard, recall, remember
from assay.git.order import brought_by, newest_first, reachable
from assay.git.running import GitError, ask, stream
from assay.git.trails import find_trails
from assay.git.worktree import uncommitted
from assay.problems import plain


def read_history(folder: Path, trust: str = "HEAD", *, at: str = "", use_cache: bool = True) -> History:
    """The history of the evidence folder. Outside git it is empty; it never raises.

    With `at`, a commit, it is the history that leads there, and nobody looks at the working tree. Signatures
    are held against the keys that assessment.yaml names at the revision `trust`; with "" nobody asks what
    they are worth.
    """
    try:
        with _without_collecting():
            return _read(folder.resolve(), trust, at, use_cache)
    except FileNotFoundError:
        return History(problem="git is not installed")
    except (OSError, ValueError, LookupError, GitError) as error:
        return History(problem=plain(str(error)))


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Nothing that a history is made of leads back to itself, so looking for such rings only takes time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def read_head(folder: Path) -> str | None:
    """The id of the last commit; None outside git, before the first commit, or where git does not answer."""
    try:
        return _head(folder.resolve())
    except (OSError, ValueError, GitError):
        return None


def _head(folder: Path, name: str = "HEAD") -> str:
    return ask(folder, "rev-parse", "--verify", "--end-of-options", f"{name}^{{commit}}").decode().strip()


def _read(folder: Path, trust: str, at: str, use_cache: bool) -> History:
    try:
        asked = "--is-inside-work-tree --is-shallow-repository --show-object-format"
        inside, shallow, algorithm = ask(folder, "rev-parse", *asked.split()).decode().split()
    except GitError as error:
        if "not a git repository" in str(error):
            return History()
        raise
    if inside != "true":
        return History()
    try:
        head = _head(folder, at or "HEAD")
    except GitError:
        return History()  # no commit yet
    boundary = _boundary(folder) if shallow == "true" else frozenset()
    version = ask(folder, "version").decode("ascii", "replace").strip()
    prefix = ask(folder, "rev-parse", "--show-prefix").removesuffix(b"\n")
    key = hashlib.sha256(repr((prefix, sorted(boundary), version, algorithm)).encode()).hexdigest()
    kept = key if use_cache else ""
    changed, ignored = frozenset[str](), frozenset[str]()
    if at:
        steps = _steps_to(folder, head, kept, boundary)
    else:
        with ThreadPoolExecutor(1) as aside:  # files are hashed while git reads the history
            on_disk = aside.submit(uncommitted, folder, algorithm)
            steps = _steps(folder, head, kept, boundary)
            changed, ignored = on_disk.result()
    order = newest_first(steps)
    trails = find_trails(steps, order, boundary)
    committed = steps[head].stored.committer.time
    history = History(
        head=head,
        head_time=int(committed.timestamp()) if committed else None,
        shallow=shallow == "true",
        uncommitted=changed,
        order={name: place for place, name in enumerate(order)},
        trails=trails.commits,
        ignored=ignored,
        truncated=tuple(name for name in order if name in boundary),
        cut=trails.cut,
        prefix=prefix.decode("utf-8", "surrogateescape"),
        merges=brought_by(steps, head),
        pull_requests={
            name: step.stored.pull_request for name, step in steps.items() if step.stored.pull_request
        },
    )
    if not trust:
        return history
    found, signatures = judge_signatures(folder, trust, steps, version, use_cache)
    return replace(history, trust=found, signatures=signatures)


def _boundary(folder: Path) -> frozenset[str]:
    path = ask(folder, "rev-parse", "--path-format=absolute", "--git-path", "shallow")
    return frozenset(Path(os.fsdecode(path.removesuffix(b"\n"))).read_text("ascii").split())


def _steps(folder: Path, head: str, key: str, boundary: frozenset[str]) -> dict[str, Step]:
    """Every commit that leads to `head`: those that are kept, and the others from git."""
    known = recall(folder, key) if key else None
    if known and (steps := _continued(folder, head, key, known, boundary)):
        return steps
    heard: list[bytes] = []
    try:
        steps = read_log(overheard(stream(folder, *log(head, PARTS)), heard))
    except GitError:
        # Contents are missing, as in a partial clone. What is known without them may be less than what is
        # known with them, so it is not kept.
        return read_log(stream(folder, *log(head, PARTS, exact=True)))
    if key:
        remember(folder, key, Memory(head, heard))
    return steps


def _steps_to(folder: Path, commit: str, key: str, boundary: frozenset[str]) -> dict[str, Step]:
    """Every commit that leads to `commit`, from what is kept of a later one, or from git.

    Nothing new is kept: the next run will want the last commit again.
    """
    known = recall(folder, key) if key else None
    if known:
        with suppress(LookupError, ValueError):
            steps = read_log(iter(known.parts))
            wanted = _complete(steps, commit, boundary)
            if wanted <= steps.keys():
                return {name: step for name, step in steps.items() if name in wanted}
    return _steps(folder, commit, "", boundary)


def _complete(steps: dict[str, Step], head: str, boundary: frozenset[str]) -> set[str]:
    """The commits that the history of `head` consists of, as far as this clone has them."""
    wanted = reachable(steps, head)
    for name in boundary & steps.keys():
        wanted -= set(steps[name].stored.parents) - steps.keys()
    return wanted


def _continued(
    folder: Path, head: str, key: str, known: Memory, boundary: frozenset[str]
) -> dict[str, Step] | None:
    """What is kept, with what came since; None where that is not the history of `head`, as after a rebase."""
    heard: list[bytes] = []
    try:
        if head != known.head:
            heard += stream(folder, *log(f"{known.head}..{head}", PARTS))
        steps = read_log(iter([*heard, *known.parts]))
    except (GitError, LookupError, ValueError):
        return None  # the commit is not here any more, or what is kept makes no sense
    if _complete(steps, head, boundary) != steps.keys():
        return None
    if heard:
        remember(folder, key, Memory(head, [*heard, *known.parts]))
    return steps
