"""The page that says what is in an audit pack, for people without Assay."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assay import __version__
from assay.cards import Cards
from assay.manifest import Publication, result_data
from assay.problems import plain
from assay.signing import NAMESPACE
from assay.wording import counted

README = "README.txt"
TRAIL = "trail.json"


def readme(found: Publication) -> bytes:
    """What is in a pack, what it came to, and how to check it, for people without Assay."""
    return "".join(f"{plain(line).rstrip()}\n" for line in _readme(found)).encode("utf-8")


def _readme(found: Publication) -> Iterator[str]:
    shown = found.cards[found.shown]
    assessment, history = shown.assessment, found.history
    yield f"Audit pack: {assessment.title}"
    yield ""
    yield f"Organisation   {assessment.organisation}" + (" (fictional)" if assessment.fictional else "")
    yield f"Model          {assessment.model.title} {assessment.model.version}"
    yield f"As of          {found.as_of}"
    yield f"Commit         {history.head or 'not in git'}"
    if history.head and not history.clean:
        changed = counted(len(history.uncommitted), "file")
        yield f"               with {changed} that differ from it or are not in it"
    yield f"Made by        assay {__version__}"
    yield ""
    closed = sum(item.confidentiality != "public" for item in assessment.items.values())
    if closed:
        what = counted(closed, "exhibit is", "exhibits are")
        yield f"{what} not public. A pack holds everything: give it to nobody who may not see that."
        yield ""
    yield "What is in it"
    yield ""
    for name, what in _CONTENTS:
        yield f"  {name:<24}{what}"
    yield ""
    yield "What it came to"
    for cards in found.cards.values():
        yield ""
        yield from _levels(cards)
    yield ""
    yield from _HOW_TO_CHECK


def _levels(cards: Cards) -> Iterator[str]:
    cycle = cards.cycle
    data = result_data(cycle, cards.results, cards.whole, cards.as_of)
    state = f"sealed as of {cycle.seal.on}" if cycle.seal else f"open, as of {cards.as_of}"
    yield f"  {cycle.title} ({cycle.id}), {state}: {data['population']['summary']}"
    titles = _titles(cards)
    for name, level in data["levels"].items():
        if name.rpartition("/")[2] in titles:
            unit = name.rpartition("/")[0]
            title = f"{titles[name.rpartition('/')[2]]}" + (f", {unit}" if unit else "")
            yield f"    {title:<48}  {level}"


def _titles(cards: Cards) -> Mapping[str, str]:
    """What is printed of the model: the whole, and every node that others roll up to."""
    nodes = cards.assessment.model.nodes
    return {"overall": "Overall"} | {node.id: node.title for node in nodes.values() if node.children}


_CONTENTS = (
    ("site/index.html", "the site; open it in a browser, it needs no server and no network"),
    ("evidence/", "the evidence as its repository has it: items, grades, attachments"),
    ("levels/CYCLE.json", "the levels of each cycle with everything that they follow from"),
    (TRAIL, "the commits behind each file of the evidence: who, when, what"),
    ("manifest.json", "the checksum of every file here, of every file of the evidence, of every result"),
    ("manifest.json.sig", "the signature of manifest.json, if the pack was signed"),
    ("SHA256SUMS", "the checksums of all files, manifest.json included"),
)

_HOW_TO_CHECK = (
    "How to check it",
    "",
    "  Whether all files are whole, on any system, in the folder that you unpacked:",
    "",
    "      sha256sum -c SHA256SUMS          (Linux)",
    "      shasum -a 256 -c SHA256SUMS      (macOS)",
    "",
    "  Who signed it, if it was signed, with OpenSSH and a file of people and keys that you trust:",
    "",
    f"      ssh-keygen -Y verify -f ALLOWED_SIGNERS -I PERSON -n {NAMESPACE} \\",
    "          -s manifest.json.sig < manifest.json",
    "",
    "  Whether the levels follow from the evidence, with Assay, on the ZIP file or on this folder:",
    "",
    "      assay verify pack.zip",
    "",
    "  Checksums show that nothing was changed after the pack was made. Only a signature, or a comparison",
    "  with the repository that it came from, shows who made it.",
)
