"""Where ministack and its functions keep temporary files: unpacked packages above all, thousands of small files."""

import os
import shutil
import tempfile
from pathlib import Path

from tools.local_cloud.paths import LOCAL

MEMORY = Path("/dev/shm")  # noqa: S108 - the folder made there has a random name and is its owner's alone
NEEDED_BYTES = 1_500_000_000
_PREFIX = "feedback-"


def new_scratch(memory: Path = MEMORY, proc: Path = Path("/proc")) -> Path:
    """A folder on the memory file system where that has room, since unpacking there is faster; else one under LOCAL."""
    if is_memory(memory, proc / "mounts") and min(free_bytes(memory), free_memory(proc / "meminfo")) >= NEEDED_BYTES:
        return Path(tempfile.mkdtemp(prefix=_PREFIX, dir=memory))
    folder = LOCAL / "tmp"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def is_memory(folder: Path, mounts: Path) -> bool:
    """Whether it is a file system in memory from which code may run: functions load libraries from it."""
    try:
        lines = [line.split() for line in mounts.read_text().splitlines()]
    except FileNotFoundError:
        return False
    mounted = [(kind, options.split(",")) for _, place, kind, options, *_ in lines if place == str(folder)]
    # The last of several mounts in one place is the one that is seen.
    return bool(mounted) and mounted[-1][0] == "tmpfs" and "noexec" not in mounted[-1][1] and os.access(folder, os.W_OK)


def free_bytes(folder: Path) -> int:
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize


def free_memory(meminfo: Path) -> int:
    """What programs can still get: a memory file system may promise more than that."""
    lines = dict(line.split(":", 1) for line in meminfo.read_text().splitlines())
    return int(lines["MemAvailable"].split()[0]) * 1024


def remove_scratch(folder: Path) -> None:
    """Delete it with all it holds, once nothing runs from it."""
    if folder.name:
        shutil.rmtree(folder, ignore_errors=True)
