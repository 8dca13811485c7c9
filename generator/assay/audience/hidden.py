"""What an audience may not see of an assessment: which items and files, and under which names they appear.

A withheld item gets a name and a place in the order of the model, not of dates or of ids, from what is shown
in any case: the cells that cite it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import PurePosixPath

from assay.assessment import About, Assessment, Item
from assay.audience.mentions import Mentions, Names
from assay.confidentiality import Audience, sees
from assay.levels import cell_grades


@dataclass(frozen=True, slots=True)
class Uses:
    """Where an item is cited or answered: the cells, and the units that they belong to."""

    about: tuple[About, ...] = ()
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hidden:
    """What is withheld from an audience.

    `names`: the id of each withheld item -> what it is called instead, in the order of their use; `uses`: by
    id; `confidentiality`: of every item, by id; `files`: the files that withheld items cite; `shown`: the
    files of items, and those that they cite, which the audience may see; `mentions`: finds names of withheld
    items in texts; `reserved`: ids of other things (criteria, people, units), never taken for those of items.
    """

    names: Mapping[str, str]
    uses: Mapping[str, Uses]
    confidentiality: Mapping[str, Audience]
    files: frozenset[str]
    shown: frozenset[str]
    mentions: Mentions
    reserved: frozenset[str]


@dataclass(frozen=True, slots=True)
class Removed:
    """An item that only the history still has: its file and id there, its titles, how confidential it was."""

    file: str
    id: str
    titles: tuple[str, ...]
    confidentiality: Audience


def find_hidden(spoken: Sequence[Assessment], removed: Sequence[Removed] = ()) -> Hidden:
    """What to withhold of an assessment, given in all languages of its site, and of its history."""
    assessment = spoken[0]
    audience = assessment.audience
    uses = _uses(assessment)
    secret = {name for name, item in assessment.items.items() if not sees(audience, item.confidentiality)}
    order = [name for name in (*uses, *sorted(assessment.items)) if name in secret]
    free = (f"withheld-{number}" for number in count(1) if f"withheld-{number}" not in assessment.items)
    reserved = _reserved(assessment)
    past = [one for one in removed if not sees(audience, one.confidentiality)]
    told = Mentions(_names(spoken, secret, reserved, past), frozenset(assessment.items) - secret)
    files = frozenset(_files(assessment, secret, told))
    shown = {item.file for name, item in assessment.items.items() if name not in secret}
    shown |= {one.file for one in removed if one not in past}
    return Hidden(
        names=dict(zip(dict.fromkeys(order), free, strict=False)),
        uses=uses,
        confidentiality={name: item.confidentiality for name, item in assessment.items.items()},
        files=files,
        shown=frozenset(shown | (assessment.attachments.keys() - files)),
        mentions=told,
        reserved=reserved,
    )


def _uses(assessment: Assessment) -> dict[str, Uses]:
    """The items that any cycle cites or answers: cycles old to new, cells in the order of the model."""
    found: dict[str, dict[tuple[str | None, About], None]] = {}
    for unit, about, item in _citations(assessment):
        found.setdefault(item, {})[unit, about] = None
    return {
        item: Uses(
            tuple(dict.fromkeys(about for _, about in places)),
            tuple(dict.fromkeys(unit for unit, _ in places if unit is not None)),
        )
        for item, places in found.items()
        if item in assessment.items
    }


def _citations(assessment: Assessment) -> Iterator[tuple[str | None, About, str]]:
    for cycle in sorted(assessment.cycles.values(), key=lambda one: (one.period[1], one.id)):
        for unit in tuple(one.id for one in assessment.units) or (None,):
            settled = {(one.node, one.attribute): one for one in cycle.consensus if one.unit == unit}
            for key, grades in cell_grades(assessment.model, cycle, unit).items():
                supports = About(key[0], key[1] or None, (), False)
                against = About(key[0], key[1] or None, (), True)
                cited = [citation for grade in grades for citation in grade.evidence]
                cited += settled[key].evidence if key in settled else ()
                yield from ((unit, supports, citation.item) for citation in cited)
                for grade in grades:
                    yield from ((unit, against, answer.item) for answer in grade.against)


def _reserved(assessment: Assessment) -> frozenset[str]:
    model = assessment.model
    areas = (area.id for node in model.nodes.values() for area in node.areas)
    units = (unit.id for unit in assessment.units)
    return frozenset(
        (
            *model.nodes,
            *model.attributes,
            *model.groups,
            *areas,
            *units,
            *assessment.people,
            *assessment.cycles,
        )
    )


def _names(
    spoken: Sequence[Assessment], secret: set[str], reserved: frozenset[str], past: Sequence[Removed]
) -> Names:
    """All names of what is withheld, but for those that something else has as well."""
    first = spoken[0]
    hidden = [first.items[name] for name in secret]
    shown = [item for name, item in first.items.items() if name not in secret]
    ids = {name for item in hidden for name in (item.id, *item.former_ids)}
    ids |= {one.id for one in past} - {item.id for item in shown}
    ids |= {item for _, _, item in _citations(first)} - first.items.keys()  # in a draft: what cannot be read
    titles = {one.items[name].title for one in spoken for name in secret if name in one.items}
    titles |= {title for one in past for title in one.titles}
    taken = {node.title for one in spoken for node in one.model.nodes.values()}
    taken |= {one.items[item.id].title for one in spoken for item in shown if item.id in one.items}
    files, open_files = set(_cited(hidden)), set(_cited(shown))
    base = {_base(file) for file in files} - {_base(file) for file in open_files - files}
    digests = {first.attachments[file].sha256 for file in files if file in first.attachments}
    digests |= {source.sha256 for item in hidden for source in item.sources if source.sha256}
    return Names(
        frozenset(ids - reserved | digests),
        frozenset(titles - taken | files | base),
        frozenset(_addresses(hidden)) - frozenset(_addresses(shown)),
    )


def _cited(items: Iterable[Item]) -> Iterator[str]:
    """The files that items cite."""
    return (source.file for item in items for source in item.sources if source.file)


def _addresses(items: Iterable[Item]) -> Iterator[str]:
    return (source.url for item in items for source in item.sources if source.url)


def _base(file: str) -> str:
    return PurePosixPath(file).name


def _files(assessment: Assessment, secret: set[str], told: Mentions) -> Iterator[str]:
    """The files not to publish: what a withheld item cites, its copies, and what is named after one."""
    cited = set(_cited(assessment.items[name] for name in secret))
    yield from cited
    known = assessment.attachments
    copies = {known[file].sha256 for file in cited if file in known}
    for file, attachment in known.items():
        if attachment.sha256 in copies or file in told:
            yield file
