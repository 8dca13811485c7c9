"""`assay verify`: a site or a pack against the evidence that it says it was made from."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path

from assay import comparing
from assay.commands.gather import DATA_ERROR, OK, USAGE_ERROR, CannotContinueError
from assay.commands.verdict import Verdict
from assay.commands.verify.evidence import verify_evidence
from assay.commands.verify.site import Options, verify_site
from assay.comparing import Difference
from assay.manifest import MANIFEST, PACK
from assay.problems import plain
from assay.published import (
    EVIDENCE,
    SIGNATURE,
    SITE_FOLDER,
    SUMS,
    Published,
    UnreadableError,
    opened,
    read_published,
)
from assay.signing import SigningError, check
from assay.sums import sums_text
from assay.wording import counted


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
    verdict.print()
    if not quiet:
        sys.stderr.write(plain(f"assay: {target}: {verdict.summary()}") + "\n")
    return OK if verdict.agrees else DATA_ERROR


def _verify(folder: Path, published: Published, options: Options, verdict: Verdict) -> None:
    manifest = published.manifest
    verdict.differ(comparing.file_differences(manifest, published.files))
    verdict.differ(comparing.subject_differences(manifest))
    verdict.facts.append(counted(len(published.files), "file"))
    if note := comparing.tool_note(manifest):
        verdict.notes.append(note)
    audience, withheld = manifest["predicate"]["audience"], manifest["predicate"]["withheld_inputs"]
    if withheld:
        what = counted(withheld, "file of the evidence is", "files of the evidence are")
        verdict.notes.append(
            f"made for the audience {audience}: {what} not named; "
            "not the content is compared, only the levels that follow from it"
        )
    if manifest["predicateType"] == PACK:
        _verify_pack(published, options, verdict)
    else:
        verify_site(folder, manifest, options, verdict)


# A pack, against itself


def _verify_pack(published: Published, options: Options, verdict: Verdict) -> None:
    manifest = published.manifest
    verify_evidence(published.folder / EVIDENCE, manifest, verdict)
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
    try:
        signer = check(published.read(MANIFEST), published.read(SIGNATURE), options.signers)
    except SigningError as error:
        verdict.unchecked.append(f"the signature: {error}")
        return
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
