"""What the places of the formats are called, and what is said of a change of each."""

from __future__ import annotations

from assay.languages import marked
from assay.trail.changes import Kind

# What the keys of the formats are called. A place that is not listed keeps the keys of its file.
FIELDS = {
    "": marked("the whole file"),
    "about.*.areas": marked("areas of %(name)s"),
    "about.*.stance": marked("stance on %(name)s"),
    "against.*.answer": marked("answer to %(name)s"),
    "accepts": marked("accepted level"),
    "answered.by": marked("answered by"),
    "answered.on": marked("date of the answers"),
    "answers.*": marked("answer to %(name)s"),
    "answers.*.answer": marked("answer to %(name)s"),
    "answers.*.note": marked("note on %(name)s"),
    "approved_by": marked("approved by"),
    "collected.by": marked("collected by"),
    "collected.method": marked("method of collection"),
    "collected.on": marked("date of collection"),
    "confidentiality": marked("access"),
    "dissent": marked("dissent"),
    "dissent.*.reason": marked("dissent of %(name)s"),
    "evidence": marked("evidence"),
    "evidence.*.carries": marked("how far %(name)s carries"),
    "evidence.*.note": marked("note on %(name)s"),
    "by": marked("proposed by"),
    "former_ids": marked("former id"),
    "grade": marked("grade"),
    "graded_on": marked("date of grading"),
    "on": marked("date of the decision"),
    "not_applicable": marked("why it is not applicable"),
    "period": marked("period"),
    "period.from": marked("start of the period"),
    "period.to": marked("end of the period"),
    "rationale": marked("rationale"),
    "reason": marked("reason"),
    "review_every": marked("review interval"),
    "reviews.*.result": marked("result of the review of %(name)s"),
    "sample": marked("sample"),
    "settled.by": marked("settled by"),
    "settled.on": marked("date of the settlement"),
    "sources": marked("source"),
    "sources.*.excerpt": marked("excerpt of %(name)s"),
    "sources.*.retrieved": marked("retrieval of %(name)s"),
    "sources.*.sha256": marked("checksum of %(name)s"),
    "sources.*.title": marked("title of %(name)s"),
    "summary": marked("summary"),
    "targets.*": marked("target of %(name)s"),
    "title": marked("title"),
    "type": marked("type"),
    "units": marked("unit"),
    "until": marked("last day"),
    "valid_until": marked("valid until"),
}
NAMED = frozenset(("about", "against", "answers", "dissent", "evidence", "reviews", "sources", "targets"))

# What is said of a place in words of its own.
PHRASES = {
    (Kind.ADDED, "about"): marked("about added: %(after)s"),
    (Kind.REMOVED, "about"): marked("about removed: %(before)s"),
    (Kind.ADDED, "against"): marked("answer to contradicting %(after)s added"),
    (Kind.REMOVED, "against"): marked("answer to contradicting %(before)s removed"),
    (Kind.ADDED, "reviews"): marked("reviewed: %(after)s"),
    (Kind.ADDED, "seal"): marked("sealed on %(after)s"),
    (Kind.REMOVED, "seal"): marked("seal removed"),
    (Kind.CHANGED, "seal"): marked("seal replaced"),
    (Kind.MOVED, "seal"): marked("seal replaced"),
    (Kind.REWORDED, "seal"): marked("seal replaced"),
    (Kind.ADDED, "superseded"): marked("superseded by %(after)s"),
    (Kind.REMOVED, "superseded"): marked("no longer superseded"),
    (Kind.ADDED, "withdrawn"): marked("withdrawn: %(after)s"),
    (Kind.REMOVED, "withdrawn"): marked("withdrawal taken back"),
    (Kind.ADDED, "sources.*.sha256"): marked("checksum of %(name)s added"),
    (Kind.CHANGED, "sources.*.sha256"): marked("checksum of %(name)s changed"),
    (Kind.REMOVED, "sources.*.sha256"): marked("checksum of %(name)s removed"),
    (Kind.ADDED, "grade"): marked("graded %(after)s"),
    (Kind.REMOVED, "grade"): marked("grade removed, it was %(before)s"),
}
GENERAL = {
    Kind.ADDED: marked("%(what)s added: %(after)s"),
    Kind.REMOVED: marked("%(what)s removed: %(before)s"),
    Kind.CHANGED: marked("%(what)s: %(before)s → %(after)s"),
    Kind.MOVED: marked("%(what)s moved from %(before)s to %(after)s"),
    Kind.REWORDED: marked("%(what)s reworded"),
    Kind.REPLACED: marked("%(what)s replaced: %(before)s → %(after)s"),
    Kind.REORDERED: marked("%(what)s put in another order"),
}
WHOLE = {
    Kind.LAYOUT: marked("only comments or layout"),
    Kind.ABSENT: marked("what it changed is not known: the contents are not in this copy of the repository"),
    Kind.RELOCATED: marked("moved from %(before)s"),
}
