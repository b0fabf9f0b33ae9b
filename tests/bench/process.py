"""What the kernel knows of a process: its processor time and its memory (Linux)."""

import os
from pathlib import Path


def cpu_seconds(pid: int) -> float:
    """User and system time of all its threads."""
    after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")


def memory_mb(pid: int, line: str) -> float:
    """A line of its status: `VmRSS` is now, `VmHWM` the most there ever was."""
    for row in Path(f"/proc/{pid}/status").read_text().splitlines():
        name, _, value = row.partition(":")
        if name == line:
            return int(value.split()[0]) / 1024
    raise ValueError(f"process {pid} has no {line}")
