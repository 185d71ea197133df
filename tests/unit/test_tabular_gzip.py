"""What unpacking a gzipped file promises: all bytes, or an error before they fill the memory."""

import gzip
import random

import pytest

from feedback.adapters.tabular import limits
from feedback.adapters.tabular.gzip import gunzip
from feedback.domain.errors import InputError

TEXT = b"a,b\n1,x\n" * 1000
NOISE = random.Random(1).randbytes(300_000)  # noqa: S311 - bytes that don't shrink
PACKED = gzip.compress(TEXT)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (PACKED, TEXT),
        (gzip.compress(b""), b""),
        (gzip.compress(NOISE), NOISE),
        (PACKED + gzip.compress(b"2,y\n") + PACKED, TEXT + b"2,y\n" + TEXT),
        (gzip.compress(NOISE) + gzip.compress(NOISE), NOISE + NOISE),
        (PACKED + bytes(1000), TEXT),
    ],
    ids=["a member", "empty", "bytes that don't shrink", "several members", "large members", "zeros at the end"],
)
def test_all_members_are_unpacked(data: bytes, expected: bytes) -> None:
    assert gunzip(data, "s.csv.gz") == expected


def bomb(size: int) -> bytes:
    return gzip.compress(bytes(size))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (PACKED[:-1], "damaged_file"),
        (PACKED[: len(PACKED) // 2], "damaged_file"),
        (PACKED[:5], "damaged_file"),
        (PACKED[:-8] + bytes(8), "damaged_file"),
        (b"\x1f\x8b" + b"not deflated at all", "damaged_file"),
        (PACKED + b"rest", "damaged_file"),
        (PACKED + gzip.compress(TEXT)[:20], "damaged_file"),
        (bomb(21 * 2**20), "zip_bomb"),
        (gzip.compress(b"") * 10_001, "zip_bomb"),
        (gzip.compress(PACKED), "nested_archive"),
    ],
    ids=[
        "cut at the end",
        "cut in the middle",
        "cut in its head",
        "wrong checksum",
        "no gzip inside",
        "something behind",
        "cut second member",
        "far larger than its bytes",
        "too many members",
        "packed twice",
    ],
)
def test_a_file_that_can_t_be_unpacked_gives_its_code_and_a_sentence_with_its_name(data: bytes, code: str) -> None:
    with pytest.raises(InputError, match=r"^s\.csv\.gz .*\.$") as caught:
        gunzip(data, "s.csv.gz")
    assert caught.value.code == code


def test_a_file_may_shrink_a_lot_while_it_is_small() -> None:
    assert len(gunzip(bomb(19 * 2**20), "s")) == 19 * 2**20


def test_the_limit_of_unpacked_bytes_holds_whatever_the_ratio(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_INFLATED", len(NOISE) - 1)
    with pytest.raises(InputError) as caught:
        gunzip(gzip.compress(NOISE), "s")
    assert caught.value.code == "zip_bomb"
