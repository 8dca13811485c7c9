"""Stands for `gh` and `curl` in tests of CI: notes every call in $FORGE, answers from answers.json in it."""

import json
import os
import sys
from pathlib import Path

FORGE = Path(os.environ["FORGE"])
WITH_VALUE = ("--method", "--input", "--jq", "--request", "--config", "--output", "--data-urlencode")

given: dict[str, str] = {}
plain: list[str] = []
arguments = iter(sys.argv[1:])
for argument in arguments:
    if argument in WITH_VALUE:
        given[argument] = next(arguments)
    elif argument.startswith("--"):
        given[argument] = ""
    elif argument != "api":
        plain.append(argument)
address = plain[0]
method = given.get("--method") or given.get("--request") or "GET"
body = ""
if given.get("--input") == "-":
    body = json.loads(sys.stdin.read())
elif given.get("--data-urlencode"):
    body = Path(given["--data-urlencode"].partition("@")[2]).read_text("utf-8")
with (FORGE / "requests.jsonl").open("a", encoding="utf-8") as log:
    log.write(json.dumps({"method": method, "path": address, "body": body}) + "\n")
if method == "GET":
    name = address.partition("?")[0]
    name = name.split("/", 3)[-1] if name.startswith("repos/") else name
    if name.endswith("/zip"):
        sys.stdout.buffer.write((FORGE / "artifacts" / "assay-comment.zip").read_bytes())
    else:
        answers = json.loads((FORGE / "answers.json").read_text("utf-8"))
        if name not in answers:
            sys.exit(f"HTTP 404: {name}")
        answer = answers[name]
        if given.get("--jq"):
            answer = answer[given["--jq"].removeprefix(".")]
        sys.stdout.write(json.dumps([answer] if "--slurp" in given else answer) + "\n")
