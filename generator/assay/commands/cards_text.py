"""Report cards as lines of text, in the language of the assessment or in another that was asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assay.agreement import agreements, in_words
from assay.cards import CalendarDay, Cards, Fall
from assay.commands.naming import (
    IN_ENGLISH,
    cell_lines,
    day_text,
    following_outcome,
    level_name,
    node_title,
    other_model_lines,
    outcome_name,
    outcomes,
    score_text,
    table,
    target_text,
)
from assay.languages import Words
from assay.levels import Result, Roll, StepResult, Whole, WholeNode
from assay.model import OVERALL, LevelRule, Model
from assay.numbers import grades, spread

_MOST_CELLS = 12
_MOST_FALLS = 4


@dataclass(frozen=True, slots=True)
class CardsText:
    """The results of a cycle in words: those of one `unit`, or all side by side where there are units."""

    cards: Cards
    unit: str | None = None
    words: Words = IN_ENGLISH

    @property
    def _whole(self) -> Whole | None:
        return self.cards.whole if self.unit is None else None

    @property
    def _model(self) -> Model:
        return self.cards.assessment.model

    def lines(self) -> Iterator[str]:
        """Everything, ready to print."""
        whole = self._whole
        yield from self.heading()
        yield ""
        yield self.overall()
        yield from self._agreement()
        yield ""
        yield from table(self.rows())
        if whole:
            yield ""
            yield self.words.gettext("assay levels --unit ID prints the report card of one unit.")
        else:
            yield from self._held_down(self.cards.unit(self.unit))
        outlook = [*self.outlook()]
        yield from ["", *outlook] if outlook else []

    def heading(self) -> Iterator[str]:
        """What this is, of which cycle, as of when, by which model."""
        assessment, cycle, model = self.cards.assessment, self.cards.cycle, self._model
        words = self.words
        yield assessment.title + (f" · {assessment.unit_title(self.unit)}" if self.unit else "")
        state = words.pgettext("cycle", "sealed") if cycle.seal else words.pgettext("cycle", "open")
        as_of = words.gettext("as of %(date)s", date=day_text(self.cards.as_of, words))
        yield f"{cycle.id} ({state}) · {as_of} · {model.title} {model.version}"
        yield from (line for line in other_model_lines(self.cards, words) if line)

    def overall(self) -> str:
        """The whole in one line."""
        if whole := self._whole:
            return self._overall(whole.overall.effective, whole.overall.rule, "")
        found = self.cards.unit(self.unit).overall
        return self._overall(found.effective, found.step.rule, target_text(found) if found.target else "")

    def _overall(self, roll: Roll, rule: LevelRule | None, target: str) -> str:
        model, words = self._model, self.words
        parts = [words.gettext("Overall: %(level)s", level=level_name(model, rule, roll.level, words))]
        if roll.score:
            parts.append(words.gettext("score %(score)s", score=score_text(model, roll, words)))
        if target:
            parts.append(words.gettext("target %(level)s", level=target))
        return ", ".join(parts)

    def _agreement(self) -> Iterator[str]:
        """How far the assessors agree, in one line; nothing where no cell was graded by two."""
        results: Sequence[Result] = self.cards.results if self._whole else [self.cards.unit(self.unit)]
        figures = in_words(agreements(results).overall, self.words)
        if figures:
            yield self.words.gettext("Agreement: %(figures)s", figures=figures)

    # The table

    def rows(self) -> list[tuple[str, ...]]:
        """The table, its first row the heads of the columns."""
        whole = self._whole
        return self._side_by_side(whole) if whole else self._card(self.cards.unit(self.unit))

    def _card(self, result: Result) -> list[tuple[str, ...]]:
        gettext = self.words.gettext
        header = (
            "", gettext("level"), gettext("claimed"), gettext("supported"),
            self.words.pgettext("cell", "lowest"), self.words.pgettext("column", "score"), gettext("target"),
            gettext("rated"), gettext("held down by"),
        )  # fmt: skip
        return [header, *(self._row(found, depth) for found, depth in _in_order(result))]

    def _row(self, found: StepResult, depth: int) -> tuple[str, ...]:
        rule, roll, words = found.step.rule, found.effective, self.words
        held = len(found.limited_by)
        return (
            "  " * depth + self._row_title(found),
            outcomes(rule, roll.level),
            outcomes(rule, found.claimed.level),
            outcomes(rule, found.supported.level),
            words.numeral(grades(roll.lowest)),
            words.numeral(spread(roll.score, self._model.scoring.digits)),
            target_text(found),
            f"{found.rated}/{found.applicable}",
            words.ngettext("%(num)s cell", "%(num)s cells", held) if held else "",
        )

    def _row_title(self, found: StepResult) -> str:
        node, attribute = found.step.key
        if attribute is None:
            return node_title(self._model, node, self.words)
        groups, attributes = self._model.groups, self._model.attributes
        return groups[attribute].title if attribute in groups else attributes[attribute].title

    def _side_by_side(self, whole: Whole) -> list[tuple[str, ...]]:
        gettext = self.words.gettext
        titles = [unit.title for unit in self.cards.assessment.units]
        score = self.words.pgettext("column", "score")
        rows = [("", gettext("level"), score, gettext("target"), gettext("rated"), *titles)]
        for name in (OVERALL, *self._model.nodes):
            node = whole.nodes[name]
            depth = 0 if name == OVERALL else 1 + len(list(self._model.ancestors(name)))
            if not next(iter(node.units.values())).step.side:
                rows.append(self._whole_row(node, depth))
        return rows

    def _whole_row(self, node: WholeNode, depth: int) -> tuple[str, ...]:
        return (
            "  " * depth + node_title(self._model, node.node, self.words),
            outcomes(node.rule, node.effective.level),
            self.words.numeral(spread(node.effective.score, self._model.scoring.digits)),
            target_text(node),
            f"{node.rated}/{node.applicable}",
            *(outcomes(found.step.rule, found.effective.level) for found in node.units.values()),
        )

    def _held_down(self, result: Result) -> Iterator[str]:
        """The cells that keep the whole from its next level."""
        held, words = result.overall.limited_by, self.words
        if not held:
            return
        following = following_outcome(result.overall.step.rule, result.overall.effective.level)
        yield ""
        yield words.ngettext(
            "%(num)s cell below level %(level)s holds the whole down:",
            "%(num)s cells below level %(level)s hold the whole down:",
            len(held),
            level=outcome_name(self._model, result.overall.step.rule, following),
        )
        yield from (f"  {line}" for line in cell_lines(result, held[:_MOST_CELLS], words))
        if len(held) > _MOST_CELLS:
            more = len(held) - _MOST_CELLS
            line = words.ngettext(
                "and %(num)s more (assay explain overall)", "and %(num)s more (assay explain overall)", more
            )
            yield f"  {line}"

    # What time alone does

    def outlook(self) -> Iterator[str]:
        """What time alone will drop: one line for each day on which a level falls."""
        unit, words = self.unit, self.words
        days = [
            (day, [fall for fall in day.falls if fall.unit == unit or unit is None])
            for day in self.cards.calendar
        ]
        days = [(day, falls) for day, falls in days if falls]
        if not days:
            return
        until = day_text(days[0][0].last_day, words)
        yield words.gettext("If nothing is renewed, these levels hold until %(date)s:", date=until)
        for day, falls in days:
            yield f"  {self._drop(day, falls)}"

    def _drop(self, day: CalendarDay, falls: Sequence[Fall]) -> str:
        words = self.words
        told = ", ".join(self._fall(fall) for fall in falls[:_MOST_FALLS])
        if len(falls) > _MOST_FALLS:
            more = len(falls) - _MOST_FALLS
            told = words.ngettext(
                "%(falls)s, and %(num)s more", "%(falls)s, and %(num)s more", more, falls=told
            )
        ended = [drop.items for drop in self.cards.drops.get(self.unit, ()) if drop.last_day == day.last_day]
        items = ended[0] if ended else day.items
        return words.ngettext(
            "after %(date)s: %(falls)s (%(items)s runs out)",
            "after %(date)s: %(falls)s (%(items)s run out)",
            len(items),
            date=day_text(day.last_day, words),
            falls=told,
            items=", ".join(items),
        )

    def _fall(self, fall: Fall) -> str:
        rule, words = self._model.rules[fall.node].level, self.words
        name = words.gettext("the whole") if fall.node == OVERALL else self._model.nodes[fall.node].title
        ends = {"before": outcomes(rule, fall.before), "after": outcomes(rule, fall.after)}
        if fall.unit and fall.unit != self.unit:
            unit = self.cards.assessment.unit_title(fall.unit)
            return words.gettext(
                "%(name)s in %(unit)s drops from %(before)s to %(after)s", name=name, unit=unit, **ends
            )
        return words.gettext("%(name)s drops from %(before)s to %(after)s", name=name, **ends)


def _in_order(result: Result) -> Iterator[tuple[StepResult, int]]:
    yield result.overall, 0
    for node in result.model.nodes:
        depth = 1 + len(list(result.model.ancestors(node)))
        found = result.node(node)
        if found.step.side:
            continue
        yield found, depth
        for part in found.step.parts:
            if part.kind in ("row", "group"):
                yield result.steps[part.key], depth + 1
