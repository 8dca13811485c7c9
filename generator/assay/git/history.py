"""What git knows of an evidence folder, and what it cannot know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from assay.git.commits import Commit
from assay.git.hints import how_to_complete, how_to_own
from assay.git.signatures import Signature, Signed
from assay.git.trust import Trust
from assay.wording import counted, listed


@dataclass(frozen=True, slots=True)
class History:
    """What git knows of an evidence folder. Files are relative to it; `prefix` is where it lies in the
    repository ("" for its root, else with a slash at the end).

    `head`: the id of the last commit, None outside git and before the first one; `head_time`: its date in
    seconds since 1970; `problem`: why git did not answer where it should have.

    `order`: the place of each commit, 0 for the newest, every one before its parents whatever their dates.
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
    order: Mapping[str, int] = field(default_factory=dict)
    trails: Mapping[str, tuple[Commit, ...]] = field(default_factory=dict)
    problem: str = ""
    signatures: Mapping[str, Signature] = field(default_factory=dict)
    ignored: frozenset[str] = frozenset()
    truncated: tuple[str, ...] = ()
    cut: Mapping[str, str] = field(default_factory=dict)
    merges: Mapping[str, str] = field(default_factory=dict)
    pull_requests: Mapping[str, str] = field(default_factory=dict)
    trust: Trust | None = None
    prefix: str = ""

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

    def gaps(self, environment: Mapping[str, str]) -> Iterator[str]:
        """What cannot be known here, why, and what to do about it: a sentence each, for a terminal.

        `environment` tells which CI system this is.
        """
        if self.problem:
            yield f"no commits are shown, because git says: {self.problem}{how_to_own(self.problem)}"
        elif self.head is None:
            yield "there are no commits here, so who changed the files, and when, is not known"
        if self.shallow:
            missing = counted(len(self.cut), "trail")
            at = listed(name[:7] for name in self.truncated[:3])
            what = f"this clone is shallow: {missing} lack the beginning, cut off at {at}"
            yield f"{what}; {how_to_complete(environment)}"
        if self.ignored:
            files = listed(sorted(self.ignored)[:3])
            yield f"git ignores {counted(len(self.ignored), 'file')} here, so they are in no commit: {files}"
        if self.trust and self.trust.problem and any(self._signed()):
            yield f"signatures of commits cannot all be judged: {self.trust.problem}"

    def _signed(self) -> Iterator[bool]:
        return (commit.signed for trail in self.trails.values() for commit in trail)

    @property
    def clean(self) -> bool:
        """True where everything in the folder is committed."""
        return self.head is not None and not self.uncommitted
