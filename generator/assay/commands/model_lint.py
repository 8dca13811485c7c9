"""`assay model lint`: what is wrong with model files, or hardly meant, with line and column."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from assay.commands.gather import DATA_ERROR, OK
from assay.commands.models import Collection, Source, collect, from_file
from assay.commands.telling import setting_here
from assay.commands.validate import NEVER
from assay.library import Shelf, built_in_ids
from assay.lint import lint
from assay.problems import Problem, Severity, summary, tell
from assay.wording import counted


def model_lint(folder: Path, names: Sequence[str], *, form: str, fail_on: str, quiet: bool) -> int:
    """Print all problems of models, named by their ids or by files; 1 where one is as bad as `fail_on`.

    Without names: of those in the evidence folder, or of the built-in ones where it has none.
    """
    collection = collect(folder)
    problems: list[Problem] = []
    chosen = [*names] or [*collection.own]
    if not names:
        problems += collection.problems
        chosen = chosen or ([] if problems else [*built_in_ids()])
    for name in chosen:
        source, shelf, model_id = _found(name, collection)
        problems += lint(model_id, source.where, source.raw, shelf)
    problems.sort(key=lambda problem: problem.order)
    sys.stdout.write(tell(form, problems, setting_here(form)))
    if not quiet:
        sys.stderr.write(f"assay: {summary(problems)} in {counted(len(chosen), 'model')}\n")
    if fail_on == NEVER:
        return OK
    limit = Severity(fail_on).rank
    return DATA_ERROR if any(problem.severity.rank <= limit for problem in problems) else OK


def _found(name: str, collection: Collection) -> tuple[Source, Shelf, str]:
    """The model of an id or in a file: a name with a folder or with the ending of a file is one."""
    if "/" in name or "\\" in name or name.endswith((".yaml", ".yml")):
        path = Path(name)
        return *from_file(path, collection), path.stem
    return collection.source(name), collection.shelf, name
