"""The wheel: built, installed in a fresh environment, and used outside the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from cases import write_repository
from wheels import wheel

__all__ = ["wheel"]  # a fixture

ROOT = Path(__file__).resolve().parents[1]


def run(*command: str | Path, cwd: Path) -> str:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_wheel_holds_the_code_and_its_data_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert {name.split("/")[0] for name in names} == {
        "assay",
        f"{'-'.join(wheel.stem.split('-')[:2])}.dist-info",
    }
    for name in (
        "assay/cli/__init__.py",
        "assay/schemas/item.schema.json",
        "assay/models/see-cmm.yaml",
        "assay/action.yml",
        "assay/py.typed",
    ):
        assert name in names
    assert any(name.startswith("assay/site_templates/pages/") for name in names)
    for name in ("common/.gitignore", "github/.github/CODEOWNERS", "gitlab/CODEOWNERS"):
        assert f"assay/starter/{name}" in names
    assert not any("__pycache__" in name for name in names)


@pytest.fixture(scope="module")
def scripts(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The commands of a fresh environment that has the wheel and nothing else of ours."""
    place = tmp_path_factory.mktemp("installed")
    # To bring a pip along, and to compile what nobody runs, would take longer than all the rest.
    run(sys.executable, "-m", "venv", "--without-pip", place / "venv", cwd=place)
    found = place / "venv" / "bin"
    options = ("--quiet", "--disable-pip-version-check", "--no-compile")
    run(sys.executable, "-m", "pip", "--python", found / "python", "install", *options, wheel, cwd=place)
    return found


def test_an_installed_assay_computes_levels_anywhere(scripts: Path, tmp_path: Path) -> None:
    write_repository(tmp_path / "desk" / "evidence")
    place = tmp_path / "desk"
    assert run(scripts / "assay", "--version", cwd=place).startswith("assay ")
    assert run(scripts / "assay", "validate", "--as-of", "2026-06-30", cwd=place) == ""
    assert "Overall: 1 Reactive" in run(scripts / "assay", "levels", "--as-of", "2026-06-30", cwd=place)


def test_an_installed_assay_begins_an_assessment_that_builds(scripts: Path, tmp_path: Path) -> None:
    person = ("--organisation", "Example Ltd", "--assessor", "Ana Example <ana@example.org>", "--no-input")
    written = run(scripts / "assay", "init", "desk", *person, cwd=tmp_path).splitlines()
    starter = {
        path.relative_to(ROOT / "starter" / name).as_posix()
        for name in ("common", "github")
        for path in (ROOT / "starter" / name).rglob("*")
        if path.is_file()
    }
    assert {f"desk/{file}" for file in starter} <= set(written)
    place = tmp_path / "desk"
    assert run(scripts / "assay", "validate", cwd=place) == ""
    run(
        scripts / "assay", "new", "cycle", "next", "--from", written[1].split("/")[3], "--no-input", cwd=place
    )
    run(scripts / "assay", "build", cwd=place)
    assert "Maturity of Example Ltd" in (place / "site" / "index.html").read_text("utf-8")
