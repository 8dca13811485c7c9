"""Git: the only place that runs it. Which commits made the files of an evidence folder what they are.

A repository comes from other people, so nothing in it may run, and nothing in it may rename or replace a
commit: no hook, file monitor, filter, pager, signature program, network, mail map or graft. Whether a file
differs from the last commit is found by hashing it here, because `git status` runs filters.
"""

from assay.git.commits import Commit
from assay.git.contents import read_blobs
from assay.git.history import History
from assay.git.place import prefix_of, unchanged_head
from assay.git.reading import read_head, read_history
from assay.git.running import GitError
from assay.git.signatures import Signature, Signed
from assay.git.sizes import read_sizes
from assay.git.snapshot import Snapshot, snapshot
from assay.git.trust import Trust

__all__ = [
    "Commit",
    "GitError",
    "History",
    "Signature",
    "Signed",
    "Snapshot",
    "Trust",
    "prefix_of",
    "read_blobs",
    "read_head",
    "read_history",
    "read_sizes",
    "snapshot",
    "unchanged_head",
]
