"""What to do where git has too little: in the words of the CI system that this runs in."""

from __future__ import annotations

import re
from collections.abc import Mapping

WHOLE_CLONE = "git fetch --refetch --no-filter"
"""Gets what a partial clone lacks."""

_ANYWHERE = "run 'git fetch --unshallow'"
# The variable that a system sets, and what to write there. Gitea and Forgejo set the one of GitHub, too.
_SYSTEMS = (
    ("GITHUB_ACTIONS", "set 'fetch-depth: 0' under 'with:' of the step actions/checkout"),
    ("GITLAB_CI", "set the variable 'GIT_DEPTH: 0' for the job"),
    ("BITBUCKET_BUILD_NUMBER", "set 'clone: {depth: full}' in bitbucket-pipelines.yml"),
    ("TF_BUILD", "set 'fetchDepth: 0' in the step 'checkout: self'"),
    ("JENKINS_URL", "take 'Shallow clone' from the job's clone options ('shallow: false' in a pipeline)"),
)


def how_to_complete(environment: Mapping[str, str]) -> str:
    """What to do about a shallow clone, as the end of a sentence."""
    return next((what for variable, what in _SYSTEMS if environment.get(variable)), _ANYWHERE)


def how_to_own(problem: str) -> str:
    """What to do where git refuses a folder because it is somebody else's, as in containers; else ""."""
    found = re.search(r"dubious ownership in repository at '(.+)'", problem)
    return f"; if you trust it: git config --global --add safe.directory '{found[1]}'" if found else ""
