"""One case in a process of its own: `python case.py MODULE FUNCTION ARGUMENT…` prints its figures as JSON."""

from __future__ import annotations

import json
import re
import resource
import sys
from importlib import import_module
from pathlib import Path

STATUS = Path("/proc/self/status")


def peak() -> float:
    """Return the most memory this process ever held, in MB.

    Linux hands the parent's maximum down through `ru_maxrss`, so there the process's own status is read.
    """
    if STATUS.exists() and (found := re.search(r"VmHWM:\s+(\d+) kB", STATUS.read_text("utf-8"))):
        return int(found[1]) / 1024
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


if __name__ == "__main__":
    module, function, *arguments = sys.argv[1:]
    figures = getattr(import_module(module), function)(*arguments)
    print(json.dumps(figures | {"peak": peak()}))
