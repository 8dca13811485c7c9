"""Changes to a model, one after the other, as a tailored model's file lists them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from assay.model import OVERALL
from assay.model_check.finding import Data, at, unknown
from assay.problems import At
from assay.schema_check import Mismatch
from assay.tailoring import words
from assay.tailoring.outcome import CHANGES, Outcome
from assay.wording import listed
from assay.yamlfile import MAX_DEPTH

# Each criterion of a file is a map in a list, below the map that is the file.
MOST_DEEP = (MAX_DEPTH - 1) // 2
"""How deep criteria may lie in each other, in a file that is written out as well."""

_OWN = ("title", "version", "subtitle", "source")


@dataclass(frozen=True, slots=True)
class Tailored:
    """What comes of changes to a model.

    `changes`: what each does, in words, and why (a text or a map of languages). `faults`: changes that
    cannot be made; where there are none, the outcome may still break a rule of models.
    """

    outcome: Outcome
    changes: tuple[tuple[str, Any], ...]
    faults: tuple[Mismatch, ...]


def tailor(base: Data, data: Data) -> Tailored:
    """Make the changes of `data` (a tailored model that fits its schema) to the whole model `base`."""
    work = _Work(Outcome(base))
    for key in _OWN:
        if key in data:
            work.outcome.put(work.outcome.data, key, data[key], (key,))
    if "choices" in data:
        both = [*base.get("choices", ()), *data["choices"]]
        work.outcome.put(work.outcome.data, "choices", both, ("choices",))
    for index, requirement in enumerate(data.get("requires", ())):
        entries = work.outcome.data.setdefault("requires", [])
        work.outcome.insert(entries, len(entries), requirement, ("requires", index))
    for index, change in enumerate(data["changes"]):
        work.make(change, (*CHANGES, index))
    work.faults += work.emptied()
    return Tailored(work.outcome, tuple(work.said), tuple(work.faults))


@dataclass(slots=True)
class _Work:
    """The outcome so far, what was said of the changes, and which of them could not be made.

    `shrunk`: the criteria that lost some below them, and where that is written; `words`: the change at hand.
    """

    outcome: Outcome
    said: list[tuple[str, Any]] = field(default_factory=list)
    faults: list[Mismatch] = field(default_factory=list)
    shrunk: dict[str, At] = field(default_factory=dict)
    words: str = ""

    def make(self, change: Data, place: At) -> None:
        """Make one change."""
        kind = next(kind for kind in _MAKERS if kind in change)
        found = list(_MAKERS[kind](self, change, place))
        self.faults += found
        self.said += [] if found else [(self.words, change["why"])]

    def remove(self, change: Data, place: At) -> Iterator[Mismatch]:
        """Take a criterion out, with all below it and all that refers to them."""
        name, here = change["remove"], (*place, "remove")
        found = [one for one in self.outcome.nodes() if one[2]["id"] == name]
        if not found:
            yield from unknown(name, self.outcome.ids(), here, "node")
            return
        [(siblings, index, entry, parent)] = found
        self.words = words.removed(entry)
        before = set(self.outcome.ids())
        del siblings[index]
        self.shrunk[parent] = here
        _forget(self.outcome.data, before - set(self.outcome.ids()))

    def change(self, change: Data, place: At) -> Iterator[Mismatch]:
        """Put keys of a criterion in place of others."""
        found = [entry for _, _, entry, _ in self.outcome.nodes()]
        yield from self._put(found, "change", "node", change, place)

    def attribute(self, change: Data, place: At) -> Iterator[Mismatch]:
        """Put keys of an attribute, or of a group of attributes, in place of others."""
        entries = self.outcome.data.get("attributes", [])
        members = [member for entry in entries for member in entry.get("attributes", ())]
        yield from self._put([*entries, *members], "attribute", "attribute", change, place)

    def level(self, change: Data, place: At) -> Iterator[Mismatch]:
        """Put texts of a level in place of others."""
        yield from self._put(self.outcome.data.get("levels", []), "level", "level", change, place)

    def scoring(self, change: Data, place: At) -> Iterator[Mismatch]:
        """Put rules in place of others."""
        old = self.outcome.data["scoring"]
        self.words = words.rescored(old, change["scoring"])
        self.outcome.merge(old, change["scoring"], (*place, "scoring"))
        yield from ()

    def add(self, change: Data, place: At) -> Iterator[Mismatch]:
        """Add a criterion, with all below it, under another."""
        under, entry, here = change["under"], change["add"], (*place, "add")
        nodes = {one["id"]: one for _, _, one, _ in self.outcome.nodes()}
        taken = [name for name in _ids(entry) if name in nodes]
        if taken:
            hint = "Ids are never used twice: give it another."
            yield at((*here, "id"), f"the id {listed(repr(name) for name in taken)} is taken", hint)
        if under != OVERALL and under not in nodes:
            yield from unknown(under, [OVERALL, *nodes], (*place, "under"), "node")
        if taken or (under != OVERALL and under not in nodes):
            return
        holder = self.outcome.data if under == OVERALL else nodes[under]
        siblings = holder.setdefault("criteria", [])
        names = [one["id"] for one in siblings]
        index = len(siblings)
        if "after" in change:
            if change["after"] not in names:
                message = f"'{change['after']}' does not stand directly under '{under}'"
                hint = (
                    f"There are: {', '.join(names)}." if names else "Leave 'after' out: nothing is there yet."
                )
                yield at((*place, "after"), message, hint)
                return
            index = names.index(change["after"]) + 1
        if _depth(entry) + self._depth_of(under) > MOST_DEEP:
            hint = f"Criteria may lie {MOST_DEEP} deep in each other."
            yield at(here, f"'{entry['id']}' lies too deep under '{under}'", hint)
            return
        self.words = words.added(entry, "" if under == OVERALL else words.named(nodes[under]))
        self.outcome.insert(siblings, index, entry, here)

    def _depth_of(self, name: str) -> int:
        """How deep a criterion lies; 0 for the whole."""
        parents = {entry["id"]: parent for _, _, entry, parent in self.outcome.nodes()}
        depth = 0
        while name in parents:
            name, depth = parents[name], depth + 1
        return depth

    def _put(
        self, entries: list[dict[str, Any]], key: str, what: str, change: Data, place: At
    ) -> Iterator[Mismatch]:
        name = change[key]
        known = {entry["id"]: entry for entry in entries}
        if name not in known:
            yield from unknown(name, known, (*place, key), what)
            return
        self.words = words.changed(known[name], change["to"])
        for own, value in change["to"].items():
            self.outcome.put(known[name], own, value, (*place, "to", own))

    def emptied(self) -> Iterator[Mismatch]:
        """Criteria of which everything below was taken out: they would be graded themselves."""
        left = {entry["id"]: entry for _, _, entry, _ in self.outcome.nodes()}
        for parent, place in self.shrunk.items():
            holder = left.get(parent) if parent else self.outcome.data
            if holder is not None and not holder["criteria"]:
                if parent:
                    hint = f"Remove '{parent}' itself, or leave one of its criteria."
                    yield at(place, f"nothing is left of '{parent}'", hint)
                else:
                    yield at(place, "nothing is left of the model", "Leave one of its criteria.")


_Maker: TypeAlias = Callable[[_Work, Data, At], Iterator[Mismatch]]
_MAKERS: Mapping[str, _Maker] = {
    "remove": _Work.remove,
    "change": _Work.change,
    "add": _Work.add,
    "attribute": _Work.attribute,
    "level": _Work.level,
    "scoring": _Work.scoring,
}


def _ids(entry: Data) -> Iterator[str]:
    yield entry["id"]
    for child in entry.get("criteria", ()):
        yield from _ids(child)


def _depth(entry: Data) -> int:
    return 1 + max((_depth(child) for child in entry.get("criteria", ())), default=0)


def _forget(data: dict[str, Any], gone: set[str]) -> None:
    """Take out whatever refers to criteria that are gone: in lenses, in the position, in rules."""
    for lens in data.get("lenses", []):
        for group in lens["groups"]:
            group["nodes"][:] = [node for node in group["nodes"] if node not in gone]
        lens["groups"][:] = [group for group in lens["groups"] if group["nodes"]]
    data["lenses"] = [lens for lens in data.get("lenses", []) if lens["groups"]]
    axes = data.get("position", {}).get("axes", [])
    for axis in axes:
        for name in gone & axis["weights"].keys():
            del axis["weights"][name]
    if not all(axis["weights"] for axis in axes):
        del data["position"]  # a field of one axis is none
    nodes = data["scoring"].get("nodes", {})
    for name in gone & nodes.keys():
        del nodes[name]
    kinds = data["scoring"].get("kinds", {})
    left = set(_kinds(data["criteria"]))
    for name in kinds.keys() - left:
        del kinds[name]


def _kinds(entries: list[Any]) -> Iterator[str]:
    for entry in entries:
        if "kind" in entry:
            yield entry["kind"]
        yield from _kinds(entry.get("criteria", []))
