#!/bin/sh
# Checks an evidence repository in any CI system, says what a change does to its levels, and builds the site.
#
#   sh ci.sh                           the files as they are: problems, the gate, the site
#   BASE=origin/main sh ci.sh          a change, compared with the branch that it goes into
#
# Exit status: 0 all is well; 1 errors in the evidence, or the gate does not hold; anything else: it could not be run.
# Everything that it writes lies in $OUT. Check out the whole history, or trails lack their beginning.
set -eu

EVIDENCE=${EVIDENCE:-evidence}           # the folder of the evidence
AUDIENCE=${AUDIENCE:-public}             # whom the site is for: public, internal or restricted
PACKAGE=${PACKAGE:-assay-report==0.1.0}  # what pip installs
PYTHON=${PYTHON:-python3}                # Python 3.11 or later
OUT=${OUT:-assay}                        # where everything goes
BASE=${BASE:-}                           # the commit to compare with
AS_OF=${AS_OF:-}                         # the date to compute for, instead of today

mkdir -p "$OUT"
if [ ! -x "$OUT/tool/bin/assay" ]; then
  # -I: Python must not take a module from the folder that it is started in.
  "$PYTHON" -I -m venv "$OUT/tool"
  "$OUT/tool/bin/python" -I -m pip install --quiet --disable-pip-version-check -- "$PACKAGE"
fi

# assay COMMAND ARGUMENT...: status 1 is noted, and what is left is done all the same.
failed=0
assay() {
  status=0
  "$OUT/tool/bin/assay" -e "$EVIDENCE" "$@" ${AS_OF:+--as-of "$AS_OF"} || status=$?
  case $status in
    0) ;;
    1) failed=1 ;;
    *) exit "$status" ;;
  esac
}

assay validate --format sarif --fail-on never > "$OUT/problems.sarif"
assay validate ${BASE:+--since "$BASE"}
assay check ${BASE:+--since "$BASE"}
if [ -n "$BASE" ]; then
  assay diff "$BASE" --format markdown > "$OUT/comment.md"
  cat "$OUT/comment.md"
fi
# Whose keys sign for whom is read from the commit that is trusted.
assay build --audience "$AUDIENCE" --output "$OUT/site" ${BASE:+--trust "$BASE"}
exit "$failed"
