"""Where the files that are data, not code, are: schemas, models, site templates, starter files.

In a checkout they stand at its top; in an installed package they lie inside it (see pyproject.toml).
"""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
ROOT = PACKAGE if (PACKAGE / "schemas").is_dir() else PACKAGE.parents[1]

SCHEMAS = ROOT / "schemas"
MODELS = ROOT / "models"
TEMPLATES = ROOT / "site_templates"
STARTER = ROOT / "starter"
ACTION = ROOT / "action.yml"
