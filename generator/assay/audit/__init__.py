"""Auditors at work: findings, the evidence that they ask for, and the actions that follow, as frozen data.

Nobody writes a state into a file. What is open on a date follows from what has happened by then, so that it
is never said twice, and a look back at an earlier date finds what was open on it.
"""

from assay.audit.reading import action, finding, request
from assay.audit.shapes import (
    Action,
    ActionState,
    AuditFile,
    Concern,
    Finding,
    FindingState,
    Kind,
    Request,
    RequestState,
    Resolution,
    Response,
)

__all__ = [
    "Action",
    "ActionState",
    "AuditFile",
    "Concern",
    "Finding",
    "FindingState",
    "Kind",
    "Request",
    "RequestState",
    "Resolution",
    "Response",
    "action",
    "finding",
    "request",
]
