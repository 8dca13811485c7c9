"""A maturity model: levels, attributes, the tree of criteria, lenses and scoring rules.

Models are data (`models/*.yaml`). This module gives that data a shape and answers questions about its
tree; it reads no file and computes no level.
"""

from assay.model.data import build_model, text_of
from assay.model.shapes import (
    DEFAULT_LANGUAGE,
    OVERALL,
    Area,
    Attribute,
    Lens,
    LensGroup,
    Level,
    LevelRule,
    Model,
    Node,
    Scale,
    Scoring,
    exact,
)

__all__ = [
    "DEFAULT_LANGUAGE",
    "OVERALL",
    "Area",
    "Attribute",
    "Lens",
    "LensGroup",
    "Level",
    "LevelRule",
    "Model",
    "Node",
    "Scale",
    "Scoring",
    "build_model",
    "exact",
    "text_of",
]
