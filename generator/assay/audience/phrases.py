"""What stands where something is withheld, in the language of the page."""

from __future__ import annotations

from assay.assessment import Assessment, Item
from assay.languages import Words


class Phrases:
    """The texts in the place of others: none of them says more than that, and who may be asked."""

    def __init__(self, assessment: Assessment, words: Words) -> None:
        self._assessment = assessment
        self._words = words
        self.text = words.gettext("Withheld: not for this audience.")
        self.names = words.gettext("Withheld: it names restricted evidence.")
        self.message = words.gettext("Message withheld")
        self.name = words.gettext("withheld")
        self.file = words.gettext("Withheld: restricted evidence cites the same file.")

    def item(self, item: Item) -> str:
        """The title of what stands in for an item."""
        return self._words.gettext("Restricted, held by %(role)s", role=self._custodian(item))

    def _custodian(self, item: Item) -> str:
        """Who may be asked for an item: its custodian, else the role of who collected it, else everybody."""
        person = self._assessment.people.get(item.collected_by)
        role = person.roles[0] if person and person.roles else ""
        return item.custodian or self._role(role) or self._assessment.organisation

    def _role(self, role: str) -> str:
        words = self._words
        known = {
            "assessor": words.gettext("assessor"),
            "lead-assessor": words.gettext("lead assessor"),
            "evidence-owner": words.gettext("evidence owner"),
            "auditor": words.gettext("auditor"),
            "manager": words.gettext("manager"),
        }
        return known.get(role, role.replace("-", " "))
