"""The real `yaml-language-server`, over its protocol: JSON messages on standard input and output."""

from __future__ import annotations

import json
import queue
import shutil
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

import pytest

NODE = Path(__file__).parent / "node"
SERVER = NODE / "node_modules/yaml-language-server/bin/yaml-language-server"
needs_server = pytest.mark.skipif(
    not (shutil.which("node") and SERVER.exists()),
    reason="the language server is not installed: npm ci --prefix tests/node",
)
PATIENCE = 120
"""Seconds: the first answer may take long on a busy machine."""


class Server:
    """A running server, and what one asks of it. Lines and columns count from 0, as in the protocol."""

    def __init__(self, process: subprocess.Popen[bytes], settings: Mapping[str, Any]) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self.stdin: IO[bytes] = process.stdin
        self.stdout: IO[bytes] = process.stdout
        self.settings = settings
        self.messages: queue.Queue[dict[str, Any]] = queue.Queue()
        self.number = 0
        self.listener = threading.Thread(target=self._listen, daemon=True)
        self.listener.start()

    def start(self, root: Path) -> None:
        markdown = {"documentationFormat": ["markdown", "plaintext"], "snippetSupport": True}
        capabilities = {
            "textDocument": {
                "completion": {"completionItem": markdown},
                "hover": {"contentFormat": ["markdown"]},
            },
            "workspace": {"configuration": True},
        }
        folders = [{"uri": root.as_uri(), "name": root.name}]
        self._ask(
            "initialize",
            processId=None,
            rootUri=root.as_uri(),
            workspaceFolders=folders,
            capabilities=capabilities,
        )
        self._tell("initialized")
        self._tell("workspace/didChangeConfiguration", settings=self.settings)

    def diagnostics(self, texts: Mapping[Path, str]) -> dict[Path, list[dict[str, Any]]]:
        """Opens files with their texts; what the server says about each."""
        for path, text in texts.items():
            document = {"uri": path.as_uri(), "languageId": "yaml", "version": 1, "text": text}
            self._tell("textDocument/didOpen", textDocument=document)
        waiting = {path.as_uri(): path for path in texts}
        found: dict[Path, list[dict[str, Any]]] = {}
        while waiting.keys() - {path.as_uri() for path in found}:
            message = self.messages.get(timeout=PATIENCE)
            said = message.get("params", {})
            if message.get("method") == "textDocument/publishDiagnostics" and said["uri"] in waiting:
                found[waiting[said["uri"]]] = said["diagnostics"]
        return found

    def completions(self, path: Path, line: int, column: int) -> dict[str, dict[str, Any]]:
        """What may stand at a place of an open file, by its label."""
        answer = self._ask("textDocument/completion", **_place(path, line, column))
        return {item["label"]: item for item in answer["items"]}

    def hover(self, path: Path, line: int, column: int) -> str:
        """What is said of what stands at a place of an open file."""
        answer = self._ask("textDocument/hover", **_place(path, line, column))
        return str(answer["contents"]["value"]) if answer else ""

    def _ask(self, method: str, **params: Any) -> Any:
        self.number += 1
        number = self.number
        self._send({"id": number, "method": method, "params": params})
        while True:
            message = self.messages.get(timeout=PATIENCE)
            if message.get("id") == number and "method" not in message:
                assert "error" not in message, message["error"]
                return message["result"]

    def _tell(self, method: str, **params: Any) -> None:
        self._send({"method": method, "params": params})

    def _send(self, message: Mapping[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.stdin.flush()

    def _listen(self) -> None:
        while line := self.stdout.readline():
            length = 0
            while line.strip():
                name, _, value = line.partition(b":")
                length = int(value) if name.lower() == b"content-length" else length
                line = self.stdout.readline()
            message = json.loads(self.stdout.read(length))
            if "method" in message and "id" in message:
                self._send({"id": message["id"], "result": self._answer(message)})
            else:
                self.messages.put(message)

    def _answer(self, message: Mapping[str, Any]) -> Sequence[Any] | None:
        """What an editor answers to the questions of the server: its settings, and otherwise nothing."""
        if message["method"] != "workspace/configuration":
            return None
        return [self.settings.get(item.get("section", "")) for item in message["params"]["items"]]


def _place(path: Path, line: int, column: int) -> dict[str, Any]:
    return {"textDocument": {"uri": path.as_uri()}, "position": {"line": line, "character": column}}


@contextmanager
def language_server(root: Path, schemas: Mapping[str, str | Sequence[str]]) -> Iterator[Server]:
    """A server for the folder `root`; `schemas`: a schema's path -> its files, as in VS Code's settings."""
    yaml = {
        "validate": True,
        "hover": True,
        "completion": True,
        "schemas": dict(schemas),
        "schemaStore": {"enable": False, "url": ""},
        "kubernetesCRDStore": {"enable": False},
    }
    process = subprocess.Popen(
        ["node", str(SERVER), "--stdio"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    server = Server(
        process,
        {
            "yaml": yaml,
            "http": {"proxy": "", "proxyStrictSSL": False},
            "[yaml]": {},
            "editor": {},
            "files": {},
        },
    )
    try:
        server.start(root)
        yield server
    finally:
        process.kill()
        process.wait()
        server.listener.join(PATIENCE)
        server.stdout.close()
        with suppress(BrokenPipeError):
            server.stdin.close()
