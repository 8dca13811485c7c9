"""Duties: what an assessment asks of the people who collect, grade and approve, beyond whole data.

A policy names them one by one; a rigour is a bundle of them that a cycle asks for by one word. Where several
ask, the stricter one holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

from assay.model import Requirement, read_requirements

Strength: TypeAlias = Literal["off", "warn", "error"]
Regrade: TypeAlias = Literal["off", "dates", "commits"]

_STRENGTHS: tuple[Strength, ...] = ("off", "warn", "error")
_REGRADES: tuple[Regrade, ...] = ("off", "dates", "commits")


@dataclass(frozen=True, slots=True)
class Duties:
    """What is asked.

    `requires`: of the evidence of a grade. `graders`: lists of roles; whoever grades has one of each list.
    `independence`: what is said of somebody who grades what they collected. `identity`: what is said where a
    commit was made by somebody else than the person whom the file names. `signed_commits`: commits that touch
    evidence and grades are signed by their author or the forge. `regrade`: whether grades that are older than
    their evidence are named: by the dates in the files, or by commits as well.
    """

    requires: tuple[Requirement, ...] = ()
    graders: tuple[tuple[str, ...], ...] = ()
    independence: Strength = "off"
    identity: Strength = "off"
    signed_commits: bool = False
    regrade: Regrade = "off"

    def stricter(self, other: Duties) -> Duties:
        """Both together: all that either asks, and of two strengths the greater one."""
        return Duties(
            tuple(dict.fromkeys((*self.requires, *other.requires))),
            tuple(dict.fromkeys((*self.graders, *other.graders))),
            max(self.independence, other.independence, key=_STRENGTHS.index),
            max(self.identity, other.identity, key=_STRENGTHS.index),
            self.signed_commits or other.signed_commits,
            max(self.regrade, other.regrade, key=_REGRADES.index),
        )

    @property
    def needs_commits(self) -> bool:
        """Whether they can only be judged with the history of the files."""
        return self.identity != "off" or self.signed_commits or self.regrade == "commits"


BUNDLES: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "overview": {},
        "evidence": {
            "graders": ["assessor", "lead-assessor"],
            "independence": "warn",
            "requires": [{"from": "75%", "items": 2}],
        },
        "award": {
            "graders": ["assessor", "lead-assessor"],
            "independence": "error",
            "identity": "error",
            "signed_commits": "required",
            "regrade": "commits",
            "requires": [{"from": "50%", "sources": 2, "accepted": True}],
        },
    }
)
"""The rigours that come with Assay, as a policy would write them."""


def read_duties(data: Mapping[str, Any], regrade: Regrade = "off") -> Duties:
    """Duties as `policy` or a bundle in `policy.rigour` has them; `regrade` is what holds without one."""
    graders = data.get("graders", ())
    return Duties(
        read_requirements(data.get("requires", ())),
        (tuple(graders),) if graders else (),
        data.get("independence", "off"),
        data.get("identity", "off"),
        data.get("signed_commits") == "required",
        data.get("regrade", regrade),
    )


def read_rigours(data: Mapping[str, Any]) -> dict[str, Duties]:
    """`policy.rigour`, with what comes with Assay. Its keys replace those of a bundle of that name."""
    return {name: read_duties(bundle(name, data)) for name in dict.fromkeys((*BUNDLES, *data))}


def bundle(rigour: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """What a rigour asks for, as a policy would write it; `data` is `policy.rigour`."""
    return {**BUNDLES.get(rigour, {}), **data.get(rigour, {})}
