"""A stub of AWS on this machine, which answers what a live scan of all families asks, with as many as are wanted.

    python -m benchmarks.loopback COUNT

It prints its URL and answers until its stdin ends. Nothing is kept: a definition is made when it is described.
"""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

from benchmarks.generated import definition

PAGE = 100
_ARN = "arn:aws:ecs:eu-west-1:123456789012:task-definition/"
_IDENTITY = (
    b"<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/benchmark</Arn>"
    b"<UserId>AIDA</UserId><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"
)


def answer(operation: str, asked: dict[str, Any], count: int) -> dict[str, Any]:
    """What ECS answers where there are so many families and no cluster."""
    if operation == "ListTaskDefinitionFamilies":
        start = int(asked.get("nextToken", 0))
        end = min(start + PAGE, count)
        more = {"nextToken": str(end)} if end < count else {}
        return {"families": [f"service-{number:06}" for number in range(start, end)], **more}
    if operation == "DescribeTaskDefinition":
        family = asked["taskDefinition"]
        made = definition(int(family.rsplit("-", 1)[-1]))
        return {"taskDefinition": {**made, "taskDefinitionArn": f"{_ARN}{family}:1", "revision": 1, "status": "ACTIVE"}}
    return {"clusterArns": []}


async def _serve(count: int) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
                headers = dict(line.split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
                body = await reader.readexactly(int(headers.get("content-length", 0)))
                operation = head.partition("x-amz-target: amazonec2containerservicev20141113.")[2].split("\r\n")[0]
                content, kind = _IDENTITY, "text/xml"
                if operation:
                    names = {"listtaskdefinitionfamilies", "describetaskdefinition"}
                    spelt = {name.lower(): name for name in ("ListTaskDefinitionFamilies", "DescribeTaskDefinition")}
                    name = spelt[operation] if operation in names else operation
                    content, kind = json.dumps(answer(name, json.loads(body), count)).encode(), "application/json"
                writer.write(
                    f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(content)}\r\n\r\n".encode()
                    + content
                )
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    server.close()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
