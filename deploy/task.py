"""What the ECS task of one account runs: ``ecs-secretmigrate VERB --targets ...``, with its report kept in S3.

The verb and its flags come on the command line; from the environment come BUCKET, RUN and ACCOUNT_ID, and what else
``targets.yaml`` names. The report goes to ``results/RUN/ACCOUNT_ID.json``, messages go to the log. It ends with the
command's own exit code.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import boto3

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str]) -> int:
    """Run the command and keep its report.

    Args:
        arguments: the verb and its flags.
    """
    bucket = os.environ["BUCKET"]
    s3 = boto3.client("s3")
    with tempfile.TemporaryDirectory() as folder:
        targets = Path(folder) / "targets.yaml"
        targets.write_bytes(s3.get_object(Bucket=bucket, Key="targets.yaml")["Body"].read())
        command = ["ecs-secretmigrate", *arguments, "--targets", str(targets), "--format", "json"]
        child = subprocess.Popen(command, stdout=subprocess.PIPE)
        # ECS stops a task with SIGTERM; the command finishes what is in flight on Ctrl-C.
        signal.signal(signal.SIGTERM, lambda *_: child.send_signal(signal.SIGINT))
        report, _ = child.communicate()
    if report:
        key = f"results/{os.environ['RUN']}/{os.environ['ACCOUNT_ID']}.json"
        s3.put_object(Bucket=bucket, Key=key, Body=report, ContentType="application/json")
    # A negative code is the signal that ended it: say it as a shell does.
    return child.returncode if child.returncode >= 0 else 128 - child.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
