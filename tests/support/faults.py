"""Faults below botocore's retries: the process ends, the connection breaks, or AWS answers with an error.

A point is the n-th call of one operation, so that it is the same point in every run however often a service is polled.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import Any

import botocore.awsrequest
import botocore.exceptions
import botocore.httpsession

KILLED = 86
"""Exit code of a process that ended itself."""
POLLS = 3
"""Of a call that is made again and again while something is waited for, how many are points."""


@dataclass(frozen=True)
class Point:
    """The n-th call of an operation, counted from 1."""

    operation: str
    nth: int

    def __str__(self) -> str:
        return f"{self.operation}#{self.nth}"


class Recorder:
    """Counts the calls of a child by operation; hands each to a fault."""

    def __init__(self, fault: Any = None) -> None:
        self.fault = fault
        self.counts: dict[str, int] = {}
        self.points: list[Point] = []

    def install(self, _: Any) -> None:
        """Put it under every client of this process."""
        real = botocore.httpsession.URLLib3Session.send
        recorder = self

        def send(session: Any, request: Any) -> Any:
            operation = _operation(request)
            recorder.counts[operation] = recorder.counts.get(operation, 0) + 1
            point = Point(operation, recorder.counts[operation])
            recorder.points.append(point)
            forward = lambda: real(session, request)  # noqa: E731
            return recorder.fault(point, request, forward) if recorder.fault is not None else forward()

        botocore.httpsession.URLLib3Session.send = send


def _operation(request: Any) -> str:
    target = request.headers.get("X-Amz-Target", b"")
    text = target.decode() if isinstance(target, bytes) else str(target)
    if text:
        return text.rsplit(".", 1)[-1]
    body = request.body or b""
    raw = body.decode("utf-8", "replace") if isinstance(body, bytes) else str(body)
    named = [part.partition("=")[2] for part in raw.split("&") if part.startswith("Action=")]
    return named[0] if named else f"{request.method} {request.url.split('?')[0].split('/', 3)[-1].split('/')[0]}"


@dataclass(frozen=True)
class Kill:
    """The process ends before the call is sent, or after AWS has done it and before the answer is seen."""

    at: Point
    after: bool

    def __call__(self, point: Point, request: Any, forward: Any) -> Any:
        if point != self.at:
            return forward()
        if self.after:
            forward()
        os._exit(KILLED)


@dataclass(frozen=True)
class Fault:
    """One call, or every call of its operation from there on, goes wrong in one way.

    Kinds: ``throttled``, ``failing``, ``denied`` (answers), ``reset``, ``lost`` (AWS has done it, the answer does not
    come), ``timeout`` (the same, after a wait).
    """

    at: Point
    kind: str
    forever: bool = False

    def __call__(self, point: Point, request: Any, forward: Any) -> Any:
        later = self.forever and point.operation == self.at.operation and point.nth >= self.at.nth
        if point != self.at and not later:
            return forward()
        match self.kind:
            case "throttled":
                return _answer(request, 400, "ThrottlingException", "Rate exceeded")
            case "failing":
                return _answer(request, 500, "InternalFailure", "Something went wrong")
            case "denied":
                return _answer(request, 400, "AccessDeniedException", "User is not authorized to perform this")
            case "reset":
                raise botocore.exceptions.ConnectionClosedError(endpoint_url=request.url)
            case "lost":
                forward()
                raise botocore.exceptions.ConnectionClosedError(endpoint_url=request.url)
        forward()
        raise botocore.exceptions.ReadTimeoutError(endpoint_url=request.url)


def _answer(request: Any, status: int, code: str, message: str) -> Any:
    if request.headers.get("X-Amz-Target"):
        body = json.dumps({"__type": code, "message": message}).encode()
        headers = {"Content-Type": "application/x-amz-json-1.1"}
    elif b"Action=" in (request.body if isinstance(request.body, bytes) else str(request.body or "").encode()):
        error = f"<Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error>"
        body = f"<ErrorResponse>{error}<RequestId>0</RequestId></ErrorResponse>".encode()
        headers = {"Content-Type": "text/xml"}
    else:
        body = json.dumps({"Message": message}).encode()
        headers = {"Content-Type": "application/json", "x-amzn-ErrorType": code}
    raw = _Raw(body)
    return botocore.awsrequest.AWSResponse(request.url, status, headers, raw)


class _Raw:
    def __init__(self, body: bytes) -> None:
        self._body = body

    def stream(self, **_: Any) -> Any:
        yield self._body


def worth(points: list[Point]) -> list[Point]:
    """The points to try: all but the later polls of a service that is waited for."""
    return [point for point in points if point.operation != "DescribeServices" or point.nth <= POLLS]
