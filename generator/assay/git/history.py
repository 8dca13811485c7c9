"""What git knows of an evidence folder, and what it cannot know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from assay.git.commits import Commit
from assay.git.signatures import Signature, Signed
from assay.git.trust import Trust


@dataclass(frozen=True, slots=True)
class History:
    """What git knows of an evidence folder. Files are relative to it.

    `head`: the id of the last commit, None outside git and before the first one; `head_time`: its date in
    seconds since 1970; `problem`: why git did not answer where it should have.

    `trails`: file -> its commits, newest first, under all the names that it had. `merges`: a commit that came
    in through a merge -> that merge; `pull_requests`: the numbers that commits state, by commit.

    `uncommitted`: files that differ from the last commit or are not in it; `ignored`: those of them that git
    has been told to ignore, so nobody will ever commit them.

    `shallow`: older commits are missing here; `truncated`: the commits at which the history is cut off, which
    seem to add all that was there before them; `cut`: the files whose trails lack their beginning for that,
    each with such a commit.

    `signatures`: what those of signed commits are worth, by commit, as far as somebody asked; `trust`: whose
    keys they were held against.
    """

    head: str | None = None
    head_time: int | None = None
    shallow: bool = False
    uncommitted: frozenset[str] = frozenset()
    trails: Mapping[str, tuple[Commit, ...]] = field(default_factory=dict)
    problem: str = ""
    signatures: Mapping[str, Signature] = field(default_factory=dict)
    ignored: frozenset[str] = frozenset()
    truncated: tuple[str, ...] = ()
    cut: Mapping[str, str] = field(default_factory=dict)
    merges: Mapping[str, str] = field(default_factory=dict)
    pull_requests: Mapping[str, str] = field(default_factory=dict)
    trust: Trust | None = None

    def signature(self, commit: Commit) -> Signature:
        """The signature of a commit."""
        if not commit.signed:
            return Signature(Signed.NONE)
        return self.signatures.get(commit.id, Signature(Signed.UNCHECKED))

    def pull_request(self, commit: Commit) -> str:
        """The pull or merge request that a commit came in by, such as `#31` or `!31`; "" for none.

        That is the one that its own message states, else the one of the merge that brought it.
        """
        name = commit.id
        while name and name not in self.pull_requests:
            name = self.merges.get(name, "")
        return self.pull_requests.get(name, "")

    @property
    def clean(self) -> bool:
        """True where everything in the folder is committed."""
        return self.head is not None and not self.uncommitted
