"""`assay verify`: a site or a pack against the evidence that it says it was made from."""

from __future__ import annotations

import dataclasses
import datetime as dt
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assay import comparing
from assay.commands.gather import DATA_ERROR, OK, USAGE_ERROR, CannotContinueError
from assay.comparing import Difference
from assay.folder import scan
from assay.git.running import GitError
from assay.git.tree import default_branch, extract, has_commit, is_ancestor, is_shallow
from assay.manifest import EVERYTHING, MANIFEST, PACK, digests_of, result_data
from assay.problems import plain, shorten
from assay.published import (
    EVIDENCE,
    SIGNATURE,
    SITE_FOLDER,
    SUMS,
    Published,
    UnreadableError,
    opened,
    read_published,
    read_statement,
)
from assay.repository import load
from assay.seals import results_of
from assay.signing import SigningError, check
from assay.sums import sums_text
from assay.wording import counted

_SHORT = 12


@dataclass(slots=True)
class Verdict:
    """What comes of it: what differs, what could not be checked, and what is worth knowing."""

    differences: list[Difference] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)

    def differ(self, found: Iterable[Difference]) -> None:
        """Note differences."""
        self.differences.extend(found)


@dataclass(frozen=True, slots=True)
class Options:
    """What the user asked for. `signers`: whose signatures count; `previous`: the one before."""

    working_tree: bool = False
    signers: Path | None = None
    previous: Path | None = None


def verify(folder: Path, target: Path, options: Options, *, quiet: bool) -> int:
    """Compare a site or a pack with its manifest, and that with the evidence; 1 where anything differs.

    A site is compared with the repository of `folder`, a pack with what it holds itself.
    """
    verdict = Verdict()
    try:
        with opened(target) as published:
            _verify(folder, published, options, verdict)
    except UnreadableError as error:
        raise CannotContinueError(plain(f"{target}: {error}"), USAGE_ERROR) from error
    except SigningError as error:
        raise CannotContinueError(str(error), USAGE_ERROR) from error
    for line in (
        *map(str, verdict.differences),
        *(f"not checked: {one}" for one in verdict.unchecked),
        *(f"note: {one}" for one in verdict.notes),
    ):
        sys.stdout.write(plain(line) + "\n")
    if not quiet:
        sys.stderr.write(plain(f"assay: {target}: {_summary(verdict)}") + "\n")
    return DATA_ERROR if verdict.differences or verdict.unchecked else OK


def _summary(verdict: Verdict) -> str:
    facts = "; ".join(verdict.facts)
    if verdict.differences:
        return f"{counted(len(verdict.differences), 'difference')}; {facts}"
    return f"{'what could be checked agrees' if verdict.unchecked else 'all agree'}: {facts}"


def _verify(folder: Path, published: Published, options: Options, verdict: Verdict) -> None:
    manifest = published.manifest
    verdict.differ(comparing.file_differences(manifest, published.files))
    verdict.differ(comparing.subject_differences(manifest))
    verdict.facts.append(counted(len(published.files), "file"))
    if note := comparing.tool_note(manifest):
        verdict.notes.append(note)
    audience = manifest["predicate"]["audience"]
    if audience != EVERYTHING:
        verdict.notes.append(
            f"made for the audience {shorten(audience)}: what is above it is on no page, and is not compared"
        )
    if manifest["predicateType"] == PACK:
        _verify_pack(published, options, verdict)
    else:
        _verify_source(folder, manifest, options, verdict)
        _verify_order(folder, manifest, options, verdict)


# A site, against the repository


def _verify_source(folder: Path, manifest: Mapping[str, Any], options: Options, verdict: Verdict) -> None:
    source = manifest["predicate"]["source"]
    commit = source["commit"]
    if options.working_tree:
        _verify_evidence(folder, manifest, verdict)
        verdict.facts.append(f"compared with the files in {folder}")
        return
    ask = "--working-tree compares it with the files as they are now"
    if commit is None:
        verdict.unchecked.append(f"the evidence: it was made outside git ({ask})")
        return
    if not has_commit(folder, commit):
        why = "this clone is shallow: git fetch --unshallow" if is_shallow(folder) else "git fetch may get it"
        verdict.unchecked.append(f"the evidence: {folder} does not hold the commit {commit[:_SHORT]} ({why})")
        return
    verdict.facts.append(f"commit {commit[:_SHORT]}")
    skipped = frozenset(source["uncommitted"])
    with tempfile.TemporaryDirectory(prefix="assay-verify-") as place:
        try:
            extract(folder, commit, Path(place))
        except GitError as error:
            raise CannotContinueError(f"git cannot read {commit[:_SHORT]}: {error}", DATA_ERROR) from error
        if source["clean"]:
            _verify_evidence(Path(place), manifest, verdict)
            return
        found = digests_of(scan(Path(place)))
        stated = comparing.named(manifest["predicate"]["inputs"])
        verdict.differ(one for one in comparing.input_differences(stated, found) if one.name not in skipped)
    verdict.unchecked.append(
        f"{counted(len(skipped), 'file')} of the evidence, and the results: they were not committed ({ask})"
    )


def _verify_evidence(evidence: Path, manifest: Mapping[str, Any], verdict: Verdict) -> None:
    """The inputs and the results of a manifest against an evidence folder."""
    predicate = manifest["predicate"]
    stated = comparing.named(predicate["inputs"])
    if not evidence.is_dir():
        raise CannotContinueError(f"there is no folder {evidence}. Name it with -e", USAGE_ERROR)
    loaded = load(evidence, use_cache=False)
    found = digests_of(loaded.folder)
    some = predicate["audience"] != EVERYTHING
    verdict.differ(comparing.input_differences(stated, found, some=some))
    verdict.facts.append(f"{counted(len(stated), 'file')} of evidence")
    assessment = loaded.assessment
    if assessment is None:
        verdict.differ([Difference("results", "", "the evidence cannot be read, so nothing is computed")])
        return
    dates = {one["cycle"]: dt.date.fromisoformat(one["as_of"]) for one in predicate["results"]}
    results = {}
    for cycle in assessment.cycles.values():
        on = dates.get(cycle.id, cycle.period[1])
        results[cycle.id] = result_data(cycle, *results_of(assessment, cycle, on), on)
    verdict.differ(comparing.result_differences(manifest, results))
    verdict.facts.append(f"the results of {counted(len(results), 'cycle')}")
    model, stated_model = assessment.model, predicate["model"]
    if (model.id, model.digest) != (stated_model["id"], stated_model["digest"]["sha256"]):
        other = f"published {stated_model['id']} {stated_model['version']}, found {model.id} {model.version}"
        if comparing.tool_note(manifest):
            verdict.notes.append(f"the model is another file: {other}")
        else:
            verdict.differ([Difference("model", model.id, f"another file: {other}")])


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
            verdict.notes.append(f"the commit {commit[:_SHORT]} {known} part of {name}")
    before = _before(manifest, options)
    if before is None:
        return
    inside = is_ancestor(folder, before, commit)
    if inside:
        verdict.facts.append(f"what was published before, {before[:_SHORT]}, is an ancestor")
    elif inside is False:
        how = "it is no ancestor: the history that was published has been replaced"
        verdict.differ([Difference("published before", before[:_SHORT], how)])
    else:
        what = f"{before[:_SHORT]}, which was published before, is an ancestor"
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


# A pack, against itself


def _verify_pack(published: Published, options: Options, verdict: Verdict) -> None:
    manifest = published.manifest
    _verify_evidence(published.folder / EVIDENCE, manifest, verdict)
    stated = comparing.named(manifest["subject"])
    sums = published.folder / SUMS
    if not sums.is_file() or sums.read_bytes() != sums_text(stated, published.read(MANIFEST)):
        verdict.differ([Difference("file", SUMS, "not the checksums that the manifest states")])
    _verify_site(published, verdict)
    signature = published.folder / SIGNATURE
    if not signature.is_file():
        if options.signers:
            verdict.differ([Difference("signature", "", "there is none")])
        else:
            verdict.notes.append("it is not signed: whoever made it could have made all of it up")
        return
    signer = check(published.read(MANIFEST), published.read(SIGNATURE), options.signers)
    if signer is None:
        by = f" by a key in {options.signers}" if options.signers else ""
        verdict.differ([Difference("signature", "", f"it is not a good one{by}")])
    elif signer.name:
        verdict.facts.append(f"signed by {signer.name} ({signer.key})")
    else:
        verdict.notes.append(f"signed by key {signer.key}; nobody vouches for it (--signers FILE)")


def _verify_site(published: Published, verdict: Verdict) -> None:
    """The site in a pack says the same as the pack."""
    try:
        site = read_published(published.folder / SITE_FOLDER)
    except UnreadableError as error:
        verdict.differ([Difference("site", "", str(error))])
        return
    verdict.differ(
        dataclasses.replace(one, name=f"{SITE_FOLDER}{one.name}")
        for one in comparing.file_differences(site.manifest, site.files)
    )
    if site.manifest["predicate"] != published.manifest["predicate"]:
        verdict.differ([Difference("site", "", "its manifest says another thing than that of the pack")])
