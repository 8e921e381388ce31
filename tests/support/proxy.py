"""A loopback proxy before an emulator: it records each call, and layers may answer in the emulator's stead."""

from __future__ import annotations

import http.client
import json
import threading
import urllib.parse
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass
class Call:
    """One API call: service as botocore names it, operation, parameters, and the answer's status."""

    service: str
    operation: str
    parameters: dict[str, Any]
    protocol: str
    status: int = 0
    answer: dict[str, Any] = field(default_factory=dict)
    instead: dict[str, Any] | None = None
    """Parameters to forward in the stead of these."""


class Refusal(Exception):  # noqa: N818 - an answer, not a fault
    """A layer's answer instead of the emulator's: an error as AWS gives it."""

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.status = status


_TARGETS = {
    "AmazonEC2ContainerServiceV20141113": "ecs",
    "secretsmanager": "secretsmanager",
    "AmazonSSM": "ssm",
}


class Proxy:
    """Stands before an upstream; ``layers`` are asked before each call and raise :class:`Refusal` to refuse it."""

    def __init__(self, upstream: str) -> None:
        self.upstream = upstream.removeprefix("http://")
        self.calls: list[Call] = []
        self.layers: list[Callable[[Call, Proxy], dict[str, Any] | None]] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def ask(self, call: Call, headers: dict[str, str], operation: str, **parameters: Any) -> dict[str, Any]:
        """Ask the upstream another question in the same protocol and account as a call."""
        body = json.dumps(parameters).encode()
        sent = {key: value for key, value in headers.items() if key.lower() not in {"content-length", "x-amz-target"}}
        target = headers["X-Amz-Target"].rsplit(".", 1)[0]
        connection = http.client.HTTPConnection(self.upstream, timeout=30)
        try:
            connection.request("POST", "/", body, {**sent, "X-Amz-Target": f"{target}.{operation}"})
            answer = connection.getresponse()
            content = json.loads(answer.read() or b"{}")
            return content if answer.status < 300 else {}
        finally:
            connection.close()


def _read(path: str, headers: dict[str, str], body: bytes) -> Call:
    target = headers.get("X-Amz-Target", "")
    if target:
        prefix, operation = target.rsplit(".", 1)
        return Call(_TARGETS.get(prefix, prefix), operation, json.loads(body or b"{}"), "json")
    form = dict(urllib.parse.parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    scope = headers.get("Authorization", "").partition("Credential=")[2].split("/")
    service = scope[3] if len(scope) > 3 else path
    return Call(service, form.get("Action", path), form, "query")


def _error(call: Call, refusal: Refusal) -> tuple[str, bytes]:
    if call.protocol == "json":
        body = json.dumps({"__type": refusal.code, "message": refusal.message})
        return "application/x-amz-json-1.1", body.encode()
    body = (
        "<ErrorResponse><Error><Type>Sender</Type>"
        f"<Code>{refusal.code}</Code><Message>{refusal.message}</Message></Error><RequestId>0</RequestId></ErrorResponse>"
    )
    return "text/xml", body.encode()


def _handler(proxy: Proxy) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = 65_536

        def log_message(self, *_: Any) -> None:
            pass

        def _forward(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = dict(self.headers.items())
            call = _read(self.path, headers, body)
            proxy.calls.append(call)
            try:
                for layer in proxy.layers:
                    instead = layer(call, proxy, headers) if _takes_headers(layer) else layer(call, proxy)
                    if instead is not None:
                        call.status, call.answer = 200, instead
                        self._send(200, "application/x-amz-json-1.1", json.dumps(instead).encode())
                        return
            except Refusal as refusal:
                call.status = refusal.status
                self._send(refusal.status, *_error(call, refusal))
                return
            connection = http.client.HTTPConnection(proxy.upstream, timeout=60)
            try:
                if call.instead is not None:
                    is_json = call.protocol == "json"
                    body = (json.dumps(call.instead) if is_json else urllib.parse.urlencode(call.instead)).encode()
                left_out = {"connection", "expect", "content-length"}
                sent = {key: value for key, value in headers.items() if key.lower() not in left_out}
                connection.request(self.command, self.path, body, sent)
                answer = connection.getresponse()
                content = answer.read()
                call.status = answer.status
                if call.protocol == "json" and content.startswith(b"{"):
                    call.answer = json.loads(content)
                self._send(answer.status, answer.getheader("Content-Type") or "text/plain", content)
            finally:
                connection.close()

        def _send(self, status: int, kind: str, content: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
            self.wfile.flush()

        do_GET = do_POST = do_PUT = do_DELETE = _forward  # noqa: N815

    return Handler


def _takes_headers(layer: Any) -> bool:
    return getattr(layer, "takes_headers", False)
