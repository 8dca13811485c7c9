"""A maturity model: levels, attributes, the tree of criteria, lenses and scoring rules.

Models are data (`models/*.yaml`). This package gives that data a shape and answers questions about its
tree; it reads no file and computes no level.
"""

from assay.model.data import build_model
from assay.model.outcomes import outcome_named
from assay.model.reading import text_of
from assay.model.requires import Requirement, read_requirements
from assay.model.rules import LevelRule, NodeRules, NotApplicable, ScoreRule, Scoring, Unrated
from assay.model.scales import Scale, exact
from assay.model.shapes import (
    DEFAULT_LANGUAGE,
    ITSELF,
    OVERALL,
    Area,
    Attribute,
    Change,
    Group,
    Level,
    Model,
    Node,
    Rubric,
)
from assay.model.views import Axis, Check, Lens, LensGroup, Position, Quadrant, Question

__all__ = [
    "DEFAULT_LANGUAGE",
    "ITSELF",
    "OVERALL",
    "Area",
    "Attribute",
    "Axis",
    "Change",
    "Check",
    "Group",
    "Lens",
    "LensGroup",
    "Level",
    "LevelRule",
    "Model",
    "Node",
    "NodeRules",
    "NotApplicable",
    "Position",
    "Quadrant",
    "Question",
    "Requirement",
    "Rubric",
    "Scale",
    "ScoreRule",
    "Scoring",
    "Unrated",
    "build_model",
    "exact",
    "outcome_named",
    "read_requirements",
    "text_of",
]
