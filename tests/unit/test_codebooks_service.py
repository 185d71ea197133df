"""Codebooks: a job has the codebook it names, else the deployment's, else the built-in one; a doubt is an error."""

import pytest

from feedback.adapters.codebook_file import read_codebook
from feedback.adapters.memory import MemoryObjectStore
from feedback.domain.codebook import DEFAULT_CODEBOOK
from feedback.domain.errors import InputError
from feedback.domain.options import NO_OPTIONS, Options
from feedback.services.codebooks import Codebooks


def codebooks(files: dict[str, bytes], deployment: str = "default") -> Codebooks:
    uploads = MemoryObjectStore()
    for key, data in files.items():
        uploads.put(key, data)
    return Codebooks(uploads, read_codebook, deployment)


@pytest.mark.parametrize("options", [NO_OPTIONS, Options(codebook="default")])
def test_the_built_in_codebook_is_the_default_and_can_not_be_replaced_by_a_file(options: Options) -> None:
    files = {"codebooks/default.yaml": b"themes: [Room]"}

    assert codebooks(files).of(options) is DEFAULT_CODEBOOK


@pytest.mark.parametrize(
    ("key", "data"),
    [
        ("codebooks/hotel.yaml", b"themes: [Room]"),
        ("codebooks/hotel.yml", b"themes: [Room]"),
        ("codebooks/hotel.json", b'{"themes": ["Room"]}'),
    ],
)
def test_a_codebook_is_found_under_each_ending(key: str, data: bytes) -> None:
    found = codebooks({key: data}).of(Options(codebook="hotel"))

    assert [theme.key for theme in found.themes] == ["room"]


@pytest.mark.parametrize(
    ("options", "key"),
    [(NO_OPTIONS, "room"), (Options(codebook="shop"), "till"), (Options(codebook="default"), "product_quality")],
)
def test_the_jobs_choice_goes_before_the_deployments(options: Options, key: str) -> None:
    files = {"codebooks/hotel.yaml": b"themes: [Room]", "codebooks/shop.yaml": b"themes: [Till]"}

    assert codebooks(files, deployment="hotel").of(options).themes[0].key == key


@pytest.mark.parametrize(
    ("options", "who"), [(NO_OPTIONS, "the setting CODEBOOK"), (Options(codebook="shop"), "the option codebook")]
)
def test_a_codebook_that_is_not_there_is_told_with_where_to_put_it(options: Options, who: str) -> None:
    with pytest.raises(InputError) as caught:
        codebooks({"uploads/shop.yaml": b"themes: [Room]"}, deployment="shop").of(options)

    assert caught.value.code == "no_codebook"
    assert str(caught.value).startswith(f"There is no codebook “shop”, which {who} names: put codebooks/shop.yaml or ")


def test_of_two_files_of_one_name_none_is_taken() -> None:
    files = {"codebooks/hotel.yaml": b"themes: [Room]", "codebooks/hotel.json": b'{"themes": ["Bed"]}'}

    with pytest.raises(InputError, match=r"codebooks/hotel\.yaml and codebooks/hotel\.json") as caught:
        codebooks(files).of(Options(codebook="hotel"))

    assert caught.value.code == "ambiguous_codebook"


def test_a_broken_codebook_is_told_with_its_file() -> None:
    with pytest.raises(InputError, match=r"^The codebook codebooks/hotel\.yml can't be used") as caught:
        codebooks({"codebooks/hotel.yml": b"themes: []"}).of(Options(codebook="hotel"))

    assert caught.value.code == "wrong_codebook"
