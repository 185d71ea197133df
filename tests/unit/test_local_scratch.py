"""Temporary files go to memory where that has room and programs may run from it, and are gone after `down`."""

from pathlib import Path

import pytest

from tools.local_cloud import scratch

ENOUGH = scratch.NEEDED_BYTES // 1024 + 1


@pytest.fixture
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that stands for the memory file system, with room."""
    monkeypatch.setattr(scratch, "LOCAL", tmp_path / "local")
    monkeypatch.setattr(scratch, "free_bytes", lambda _: scratch.NEEDED_BYTES)
    (tmp_path / "shm").mkdir()
    return tmp_path / "shm"


def proc(memory: Path, mounts: str, available: int = ENOUGH) -> Path:
    folder = memory.parent / "proc"
    folder.mkdir()
    (folder / "mounts").write_text(f"/dev/sda1 / ext4 rw 0 0\n{mounts}".replace("MEMORY", str(memory)))
    (folder / "meminfo").write_text(f"MemTotal: 99999999 kB\nMemAvailable: {available} kB\n")
    return folder


def test_memory_is_used(memory: Path) -> None:
    folder = scratch.new_scratch(memory, proc(memory, "tmpfs MEMORY tmpfs rw,nosuid,nodev 0 0\n"))

    assert folder.parent == memory
    assert folder.stat().st_mode & 0o777 == 0o700
    (folder / "code" / "deep").mkdir(parents=True)
    scratch.remove_scratch(folder)
    assert not folder.exists()


@pytest.mark.parametrize(
    ("mounts", "available"),
    [
        ("", ENOUGH),
        ("shm MEMORY tmpfs rw,nosuid,nodev,noexec,relatime,size=65536k 0 0\n", ENOUGH),
        ("/dev/sdb MEMORY ext4 rw 0 0\n", ENOUGH),
        ("tmpfs MEMORY tmpfs rw 0 0\nshm MEMORY tmpfs rw,noexec 0 0\n", ENOUGH),
        ("tmpfs MEMORY tmpfs rw 0 0\n", ENOUGH - 2),
    ],
)
def test_what_is_no_memory_or_has_too_little_is_not_used(memory: Path, mounts: str, available: int) -> None:
    folder = scratch.new_scratch(memory, proc(memory, mounts, available))

    assert folder == memory.parent / "local" / "tmp"
    assert folder.is_dir()
    assert list(memory.iterdir()) == []


def test_a_full_memory_file_system_is_not_used(memory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scratch, "free_bytes", lambda _: scratch.NEEDED_BYTES - 1)

    folder = scratch.new_scratch(memory, proc(memory, "tmpfs MEMORY tmpfs rw 0 0\n"))

    assert folder == memory.parent / "local" / "tmp"


def test_a_machine_without_proc_keeps_its_files_under_local(memory: Path) -> None:
    assert scratch.new_scratch(memory, memory / "no-proc") == memory.parent / "local" / "tmp"
