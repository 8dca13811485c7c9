"""The computed report card as data, in the shape that schemas/levels.schema.json promises."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from assay import __version__
from assay.agreement import agreement_data
from assay.assessment import Target
from assay.cards import CalendarDay, Cards
from assay.findings import findings_data
from assay.levels import CellKey, Gap, Result, Roll, Step, StepKey, StepResult, WholeNode
from assay.model import OVERALL, LevelRule, Model, ScoreRule
from assay.numbers import decimal
from assay.report.cells import cell_data
from assay.report.duties import decisions_data, duties_data, regrade_data, waivers_data
from assay.report.values import date_data, exact, label_of, range_data

SCHEMA = "urn:assay:schema:levels:1"


def levels_data(cards: Cards, commit: str | None, unit: str | None = None) -> dict[str, Any]:
    """Results as plain data in the shape of the contract, of one `unit` or of all.

    `commit` is the full id, None outside git.
    """
    assessment, model = cards.assessment, cards.assessment.model
    results = cards.results if unit is None else (cards.unit(unit),)
    found = cards.whole.nodes.values() if cards.whole and unit is None else ()
    whole = [_whole_node(cards, node) for node in found]
    nodes = [data for result in results for data in _nodes(result)]
    overall = [data for data in (*whole, *nodes) if data["id"] == OVERALL]
    return {
        "schema": SCHEMA,
        "tool": {"name": "assay", "version": __version__},
        "assessment": {
            "title": assessment.title,
            "organisation": assessment.organisation,
            "fictional": assessment.fictional,
            "units": [{"id": unit.id, "title": unit.title} for unit in assessment.units],
        },
        "model": {"id": model.id, "version": model.version, "title": model.title, "digest": model.digest},
        "commit": commit,
        "cycle": {
            "id": cards.cycle.id,
            "title": cards.cycle.title,
            "sealed": cards.cycle.seal is not None,
            "rigour": cards.cycle.rigour or None,
        },
        "audience": assessment.audience,
        "as_of": cards.as_of.isoformat(),
        "holds_until": date_data(cards.holds_until),
        "calendar": [_drop(drop) for drop in cards.calendar],
        "duties": duties_data(cards),
        "regrade": [regrade_data(found) for found in cards.outdated if unit in (None, found.unit)],
        "reviews": [
            {"item": found.item, "due": found.due.isoformat(), "overdue": found.overdue}
            for found in cards.reviews
        ],
        "waivers": waivers_data(cards, unit),
        "decisions": decisions_data(cards, unit),
        "agreement": agreement_data(results, unit),
        "findings": findings_data(assessment, cards.as_of, unit),
        "overall": overall[0],
        "nodes": [data for data in (*whole, *nodes) if data["id"] != OVERALL or data is not overall[0]],
        "rows": [
            {**_node(result, found), "attribute": found.step.attribute}
            for result in results
            for found in result.steps.values()
            if found.step.kind in ("row", "group")
        ],
        "cells": [cell_data(result, cell) for result in results for cell in result.cells.values()],
    }


def levels_json(cards: Cards, commit: str | None, unit: str | None = None) -> str:
    """`levels_data` as ASCII text, whatever it holds. The same results give the same bytes."""
    return json.dumps(levels_data(cards, commit, unit), indent=2) + "\n"


def _nodes(result: Result) -> Iterator[dict[str, Any]]:
    """The whole of a unit, then its nodes in the order of the model."""
    for node in (OVERALL, *result.model.nodes):
        yield _node(result, result.node(node))


def _roll(roll: Roll) -> dict[str, Any]:
    return {
        "level": exact(roll.level),
        "level_range": range_data(roll.level),
        "score": exact(roll.score),
        "score_range": range_data(roll.score),
    }


def _node(result: Result, found: StepResult) -> dict[str, Any]:
    rule = found.step.rule
    scale = rule.scale if rule else None
    return {
        "unit": result.unit,
        "id": found.step.node,
        "title": _title(result.model, found.step.node, result.assessment.title),
        **_roll(found.effective),
        "level_label": label_of(scale, found.effective.level),
        "score_out_of": decimal(found.effective.full) if found.effective.score else None,
        "claimed": _roll(found.claimed),
        "supported": _roll(found.supported),
        "strict_minimum": {
            "value": exact(found.effective.lowest),
            "range": range_data(found.effective.lowest),
        },
        "target": _target(found.target),
        "target_score": decimal(found.target_score),
        "to_target": _gap(found.gap),
        "rated_share": _share(found.rated, found.applicable),
        "limited_by": [_place(result.unit, key) for key in found.limited_by],
        "because": _because(result, found),
    }


def _title(model: Model, node: str, title: str) -> str:
    return model.nodes[node].title if node in model.nodes else title


def _target(target: Target | None) -> dict[str, Any] | None:
    return {"level": decimal(target.level), "why": target.why} if target else None


def _gap(gap: Gap | None) -> dict[str, Any] | None:
    """What is missing to the targets, and how much of the way is done, at the sure end."""
    if gap is None:
        return None
    share = 1 - gap.missing.high / gap.target
    return {"target": decimal(gap.target), "gap": decimal(gap.missing.high), "share": decimal(share)}


def _share(rated: int, applicable: int) -> int | float | None:
    return decimal(Fraction(rated, applicable)) if applicable else 1


def _place(unit: str | None, key: CellKey | StepKey) -> dict[str, str | None]:
    return {"unit": unit, "node": key[0], "attribute": key[1] or None}


def _because(result: Result, found: StepResult) -> dict[str, Any]:
    step = found.step
    return {
        "rule": _rule(step.rule) if step.rule else None,
        "score": _score_rule(step.score),
        "levels": [
            {
                "level": decimal(tally.level),
                "share": decimal(tally.share),
                "trailing": [_place(result.unit, key) for key in tally.trailing],
                "reached": tally.reached,
            }
            for tally in found.tallies
        ],
        "parts": [_part(result, part) for part in step.parts],
        "staged": [_part(result, part) for part in step.staged],
    }


def _rule(rule: LevelRule) -> dict[str, Any]:
    return {
        "combine": rule.combine,
        "share": decimal(rule.share),
        "behind": rule.behind,
        "base": decimal(rule.base),
        "outcomes": [decimal(outcome) for outcome in rule.outcomes],
        "needs": [decimal(need) for need in rule.needs],
        "own": decimal(rule.own),
        "below": decimal(rule.below),
        "scale": rule.scale.id if rule.scale else None,
    }


def _score_rule(rule: ScoreRule | None) -> dict[str, Any] | None:
    if rule is None or rule.combine == "none":
        return None
    return {"combine": rule.combine, "out_of": decimal(rule.out_of)}


def _part(result: Result, part: Step) -> dict[str, Any]:
    roll = result.roll(part)
    return {
        "kind": part.kind,
        "unit": result.unit,
        "node": part.node,
        "attribute": part.attribute or None,
        "weight": decimal(part.weight),
        "stage": part.stage,
        "level_range": range_data(roll.level),
        "score_range": range_data(roll.score),
    }


def _whole_node(cards: Cards, node: WholeNode) -> dict[str, Any]:
    assessment = cards.assessment
    weights = {unit.id: unit.weight for unit in assessment.units}
    limited = [_place(unit, key) for unit in node.limiting for key in node.units[unit].limited_by]
    return {
        "unit": None,
        "id": node.node,
        "title": _title(assessment.model, node.node, assessment.title),
        **_roll(node.effective),
        "level_label": label_of(node.rule.scale, node.effective.level),
        "score_out_of": decimal(node.effective.full) if node.effective.score else None,
        "claimed": _roll(node.claimed),
        "supported": _roll(node.supported),
        "strict_minimum": {"value": exact(node.effective.lowest), "range": range_data(node.effective.lowest)},
        "target": _target(node.target),
        "target_score": None,
        "to_target": None,
        "rated_share": _share(node.rated, node.applicable),
        "limited_by": limited,
        "because": {
            "rule": _rule(node.rule),
            "score": {"combine": "mean", "out_of": None} if node.effective.score else None,
            "levels": [],
            "parts": [
                {
                    "kind": "unit",
                    "unit": unit,
                    "node": node.node,
                    "attribute": None,
                    "weight": decimal(weights[unit]),
                    "stage": None,
                    "level_range": range_data(found.effective.level),
                    "score_range": range_data(found.effective.score),
                }
                for unit, found in node.units.items()
            ],
            "staged": [],
        },
    }


def _drop(drop: CalendarDay) -> dict[str, Any]:
    return {
        "after": drop.last_day.isoformat(),
        "items": list(drop.items),
        "nodes": [
            {
                "unit": fall.unit,
                "id": fall.node,
                "before": range_data(fall.before),
                "after": range_data(fall.after),
            }
            for fall in drop.falls
        ],
    }
