"""A site against its repository: the evidence at its commit, the history, and its pages made anew."""

from __future__ import annotations

import dataclasses
import datetime as dt
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assay import comparing
from assay.commands.content import Wanted, site_content
from assay.commands.gather import DATA_ERROR, USAGE_ERROR, CannotContinueError
from assay.commands.verdict import Verdict
from assay.commands.verify.evidence import verify_evidence
from assay.comparing import Difference
from assay.folder import SITE_MARKER, scan
from assay.git.running import GitError
from assay.git.tree import default_branch, extract, has_commit, is_ancestor, is_shallow
from assay.manifest import MANIFEST, digests_of
from assay.published import read_statement
from assay.site import SiteError
from assay.site import build as build_site
from assay.site import digests_of as site_digests
from assay.wording import counted

SHORT = 12
"""How many characters of a commit's id are printed."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the user asked for.

    `working_tree`: compare with the files as they are; `signers`: whose signatures count; `previous`: what
    was published before; `rebuild`: make the pages anew.
    """

    working_tree: bool = False
    signers: Path | None = None
    previous: Path | None = None
    rebuild: bool = False


def verify_site(folder: Path, manifest: Mapping[str, Any], options: Options, verdict: Verdict) -> None:
    """Compare the manifest of a site with the repository of the evidence in `folder`."""
    _verify_source(folder, manifest, options, verdict)
    _verify_order(folder, manifest, options, verdict)
    if options.rebuild:
        _verify_pages(folder, manifest, verdict)


def _verify_source(folder: Path, manifest: Mapping[str, Any], options: Options, verdict: Verdict) -> None:
    source = manifest["predicate"]["source"]
    commit = source["commit"]
    if options.working_tree:
        verify_evidence(folder, manifest, verdict)
        verdict.facts.append(f"compared with the files in {folder}")
        return
    ask = "--working-tree compares it with the files as they are now"
    if commit is None:
        verdict.unchecked.append(f"the evidence: it was made outside git ({ask})")
        return
    if shutil.which("git") is None:
        verdict.unchecked.append(f"the evidence: git is not installed ({ask})")
        return
    if not has_commit(folder, commit):
        why = "this clone is shallow: git fetch --unshallow" if is_shallow(folder) else "git fetch may get it"
        verdict.unchecked.append(f"the evidence: {folder} does not hold the commit {commit[:SHORT]} ({why})")
        return
    verdict.facts.append(f"commit {commit[:SHORT]}")
    skipped = frozenset(source["uncommitted"])
    with tempfile.TemporaryDirectory(prefix="assay-verify-") as place:
        try:
            extract(folder, commit, Path(place))
        except GitError as error:
            raise CannotContinueError(f"git cannot read {commit[:SHORT]}: {error}", DATA_ERROR) from error
        if source["clean"]:
            verify_evidence(Path(place), manifest, verdict)
            return
        found = digests_of(scan(Path(place)))
    stated, withheld = (
        comparing.named(manifest["predicate"]["inputs"]),
        manifest["predicate"]["withheld_inputs"],
    )
    if not withheld:  # else what is not committed may be among those that are not named
        verdict.differ(one for one in comparing.input_differences(stated, found) if one.name not in skipped)
    what = counted(len(skipped), "file") if skipped else "some files"
    verdict.unchecked.append(f"{what} of the evidence, and the results: they were not committed ({ask})")


def _verify_order(folder: Path, manifest: Mapping[str, Any], options: Options, verdict: Verdict) -> None:
    """Where the commit stands in the history, and whether what was published before is part of it."""
    commit = manifest["predicate"]["source"]["commit"]
    if commit is None or not has_commit(folder, commit):
        return
    branches = [("HEAD", "HEAD")]
    if default := default_branch(folder):
        branches.append(default)
    for name, tip in branches:
        inside = is_ancestor(folder, commit, tip)
        if inside:
            verdict.facts.append(f"it is part of {name}")
        else:
            known = "is not" if inside is False else "may not be (this clone cannot tell)"
            verdict.notes.append(f"the commit {commit[:SHORT]} {known} part of {name}")
    before = _before(manifest, options)
    if before is None:
        return
    inside = is_ancestor(folder, before, commit)
    if inside:
        verdict.facts.append(f"what was published before, {before[:SHORT]}, is an ancestor")
    elif inside is False:
        how = "it is no ancestor: the history that was published has been replaced"
        verdict.differ([Difference("published before", before[:SHORT], how)])
    else:
        what = f"{before[:SHORT]}, which was published before, is an ancestor"
        verdict.notes.append(f"this clone cannot tell whether {what}")


def _before(manifest: Mapping[str, Any], options: Options) -> str | None:
    """The commit that was published before: of the manifest that the user names, or as this one says."""
    if options.previous is None:
        previous = manifest["predicate"]["previous"]
        return str(previous["commit"]) if previous else None
    file = options.previous / MANIFEST if options.previous.is_dir() else options.previous
    commit = read_statement(file)["predicate"]["source"]["commit"]
    if commit is None:
        raise CannotContinueError(f"{options.previous} names no commit: it was made outside git", USAGE_ERROR)
    return str(commit)


def _verify_pages(folder: Path, manifest: Mapping[str, Any], verdict: Verdict) -> None:
    """Make the pages anew and compare them byte by byte: a page that somebody wrote into is none of ours.

    What pages say of commits comes from the history up to the commit, so that has to be checked out.
    """
    predicate = manifest["predicate"]
    commit, on = predicate["source"]["commit"], dt.date.fromisoformat(predicate["as_of"])
    dates = {one["cycle"]: one["as_of"] for one in predicate["results"]}
    shown = predicate["cycle"]
    exactly = dates.get(shown) == predicate["as_of"]
    wanted = Wanted(cycle=shown, draft=predicate["draft"], dated=exactly, audience=predicate["audience"])
    content = site_content(folder, on, wanted)
    history = content.published.history
    if history.head != commit or not history.clean:
        verdict.unchecked.append(
            f"the pages: to make them anew, check out {str(commit)[:SHORT]}, and nothing else"
        )
        return
    with tempfile.TemporaryDirectory(prefix="assay-verify-") as place:
        site = Path(place) / "site"
        try:
            build_site(content.editions, content.settings, site, predicate["epoch"], ())
        except SiteError as error:
            raise CannotContinueError(str(error), error.code) from error
        made = site_digests(site)
    made.pop(SITE_MARKER, None)
    verdict.differ(
        dataclasses.replace(one, kind="page made anew") for one in comparing.file_differences(manifest, made)
    )
    verdict.facts.append(
        "its pages, made anew, are the same bytes" if verdict.agrees else "its pages were made anew"
    )
