"""`assay new`: one new file of an evidence repository, of any kind."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assay.cli.options import Date, date_of
from assay.cli.prompts import NO_INPUT, asker
from assay.cli.root import cli

if TYPE_CHECKING:
    from assay.commands.new.desk import Desk

_FILE = click.Path(path_type=Path)
_TITLE = click.option("--title", metavar="TEXT", help="What pages call it.")
_TEXT = click.option("--text", metavar="TEXT", help="More on it, in Markdown.")
_ABOUT = click.option(
    "--about",
    multiple=True,
    metavar="NODE[/ATTRIBUTE]",
    help="A part of the model that it is about. May be given again.",
)
_ITEMS = click.option(
    "--item",
    "items",
    multiple=True,
    metavar="ID",
    help="An evidence item that it is about. May be given again.",
)
_BY = click.option(
    "--by", metavar="PERSON", help="Who does it (default: the person with your address in git)."
)
_DUE = click.option("--due", type=Date(), metavar="DATE", help="By when.")


def _desk(settings: dict[str, Any], no_input: bool) -> Desk:
    from assay.commands.new.desk import open_desk

    return open_desk(settings["folder"], asker(no_input), date_of(None), quiet=settings["quiet"])


@cli.group()
def new() -> None:
    """Write one new file, and ask for what no option says. Nothing is overwritten.

    ID is the name of the file, without its ending: small letters, digits and hyphens.

    \b
    Examples:
      assay new item steering-minutes-2026 --file minutes.pdf
      assay new cycle 2027-h1 --from 2026-h2
    """


@new.command("item")
@click.argument("item_id", metavar="[ID]", required=False)
@_TITLE
@click.option(
    "--type",
    "kind",
    metavar="TYPE",
    help="document, record, interview, observation, survey, measurement or system.",
)
@click.option("--summary", metavar="TEXT", help="What it shows, in a sentence or two.")
@_ABOUT
@click.option("--collected", "collected_on", type=Date(), metavar="DATE", help="When (default: today).")
@_BY
@click.option(
    "--file",
    "files",
    multiple=True,
    type=_FILE,
    metavar="FILE",
    help="A file to copy into the attachments, with its checksum. May be given again.",
)
@click.option("--url", "urls", multiple=True, metavar="ADDRESS", help="A link to it. May be given again.")
@click.option("--held-by", multiple=True, metavar="TEXT", help="Who has it, and where. May be given again.")
@click.option("--valid-until", type=Date(), metavar="DATE", help="The last day on which it holds.")
@click.option("--confidentiality", metavar="WHO", help="Who may read it: public, internal or restricted.")
@click.option("--folder", default="", metavar="NAME", help="The folder below items/ to put it into.")
@NO_INPUT
@click.pass_obj
def new_item(settings: dict[str, Any], /, item_id: str | None, no_input: bool, **given: Any) -> int:
    """Write a piece of evidence, items/ID.yaml, and copy the files that it points at.

    \b
    Examples:
      assay new item
      assay new item steering-minutes-2026 --file minutes.pdf --about leadership-vision/approach
    """
    from assay.commands.new.item import ItemOptions
    from assay.commands.new.item import new_item as run

    return run(_desk(settings, no_input), item_id, ItemOptions(**given))


@new.command("cycle")
@click.argument("cycle_id", metavar="[ID]", required=False)
@_TITLE
@click.option("--begin", type=Date(), metavar="DATE", help="Its first day (default: after the last cycle).")
@click.option("--end", type=Date(), metavar="DATE", help="Its last day (default: as long as the last cycle).")
@click.option(
    "--from", "source", metavar="CYCLE", help="Carry the grades of this cycle over, to be confirmed."
)
@NO_INPUT
@click.pass_obj
def new_cycle(settings: dict[str, Any], /, cycle_id: str | None, no_input: bool, **given: Any) -> int:
    """Write another round of assessment, cycles/ID/cycle.yaml.

    With --from, everybody's grades in that cycle come along. They count for nothing until whoever gave them
    has confirmed them. Evidence that has ended since is listed, with who collected it.

    \b
    Examples:
      assay new cycle 2027-h1
      assay new cycle 2027-h1 --from 2026-h2
    """
    from assay.commands.new.cycle import CycleOptions
    from assay.commands.new.cycle import new_cycle as run

    return run(_desk(settings, no_input), cycle_id, CycleOptions(**given))


@new.command("grades")
@click.argument("person", metavar="[PERSON]", required=False)
@click.option("--cycle", metavar="ID", help="The cycle (default: the one that ends last).")
@click.option("--unit", metavar="ID", help="The unit, where there are any.")
@NO_INPUT
@click.pass_obj
def new_grades(settings: dict[str, Any], /, person: str | None, no_input: bool, **given: Any) -> int:
    """Write the file for the grades of one person in a cycle, with all that can be graded laid out.

    \b
    Examples:
      assay new grades ana-example
      assay new grades ana-example --cycle 2027-h1
    """
    from assay.commands.new.grades import GradesOptions
    from assay.commands.new.grades import new_grades as run

    return run(_desk(settings, no_input), person, GradesOptions(**given))


@new.command("action")
@click.argument("action_id", metavar="[ID]", required=False)
@_TITLE
@_TEXT
@_ABOUT
@_ITEMS
@click.option("--finding", "findings", multiple=True, metavar="ID", help="A finding that it answers.")
@click.option("--owner", metavar="PERSON", help="Who does it (default: the person with your address in git).")
@_DUE
@NO_INPUT
@click.pass_obj
def new_action(settings: dict[str, Any], /, action_id: str | None, no_input: bool, **given: Any) -> int:
    """Write what somebody will do, actions/ID.yaml.

    \b
    Examples:
      assay new action coach-nights --about leadership-system/deployment --due 2027-03-31
    """
    from assay.commands.new.action import ActionOptions
    from assay.commands.new.action import new_action as run

    return run(_desk(settings, no_input), action_id, ActionOptions(**given))


@new.command("finding")
@click.argument("finding_id", metavar="[ID]", required=False)
@_TITLE
@click.option("--kind", metavar="KIND", help="nonconformity, observation or opportunity.")
@click.option("--severity", metavar="WORD", help="Of a nonconformity: major or minor.")
@_TEXT
@_ABOUT
@_ITEMS
@_BY
@_DUE
@NO_INPUT
@click.pass_obj
def new_finding(settings: dict[str, Any], /, finding_id: str | None, no_input: bool, **given: Any) -> int:
    """Write what an auditor raises, findings/ID.yaml.

    \b
    Examples:
      assay new finding late-shift-not-asked --kind observation --item town-hall-survey
    """
    from assay.commands.new.finding import FindingOptions
    from assay.commands.new.finding import new_finding as run

    return run(_desk(settings, no_input), finding_id, FindingOptions(**given))


@new.command("request")
@click.argument("request_id", metavar="[ID]", required=False)
@_TITLE
@_TEXT
@_ABOUT
@_ITEMS
@_BY
@click.option("--of", metavar="PERSON", help="Who is asked for it.")
@_DUE
@NO_INPUT
@click.pass_obj
def new_request(settings: dict[str, Any], /, request_id: str | None, no_input: bool, **given: Any) -> int:
    """Write a request for evidence, requests/ID.yaml.

    \b
    Examples:
      assay new request late-shift-lists --of dan-placeholder --due 2027-01-15
    """
    from assay.commands.new.request import RequestOptions
    from assay.commands.new.request import new_request as run

    return run(_desk(settings, no_input), request_id, RequestOptions(**given))


@new.command("metric")
@click.argument("metric_id", metavar="[ID]", required=False)
@_TITLE
@_ABOUT
@click.option("--measured-in", metavar="UNIT", help="The unit of measure, such as %.")
@click.option("--better", metavar="WHERE", help="Where it should go: higher, lower or target.")
@click.option("--target", metavar="NUMBER", help="The value aimed at (default: none).")
@click.option("--source", metavar="TEXT", help="Where the figures are taken from.")
@click.option("--owner", metavar="PERSON", help="Who answers for the figures (default: nobody).")
@click.option(
    "--value",
    "values",
    multiple=True,
    metavar="WHEN=NUMBER",
    help="A value: 2026-03-31=81.5 or 2026-01-01..2026-03-31=81.5. May be given again.",
)
@NO_INPUT
@click.pass_obj
def new_metric(settings: dict[str, Any], /, metric_id: str | None, no_input: bool, **given: Any) -> int:
    """Write a series of measured values that grades are judged by, metrics/ID.yaml.

    \b
    Examples:
      assay new metric csat --about customer-satisfaction --measured-in % --better higher
    """
    from assay.commands.new.metric import MetricOptions
    from assay.commands.new.metric import new_metric as run

    return run(_desk(settings, no_input), metric_id, MetricOptions(**given))


@new.command("model")
@click.argument("model_id", metavar="[ID]", required=False)
@_TITLE
@click.option("--extends", metavar="ID", help="The model that it changes, or none for a model of its own.")
@NO_INPUT
@click.pass_obj
def new_model(settings: dict[str, Any], /, model_id: str | None, no_input: bool, **given: Any) -> int:
    """Write a model, models/ID.yaml: a small one to build on, or one that changes another.

    \b
    Examples:
      assay new model our-model --title "Our model" --extends none
      assay new model desk-small --title "Small desks" --extends see-cmm
    """
    from assay.commands.new.model import ModelOptions
    from assay.commands.new.model import new_model as run

    return run(_desk(settings, no_input), model_id, ModelOptions(**given))
