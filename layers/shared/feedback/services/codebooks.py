"""The codebook of a job: the one its options name, or the deployment's."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from feedback.domain.codebook import DEFAULT_CODEBOOK, Codebook
from feedback.domain.codebook_names import DEFAULT_NAME, ENDINGS, codebook_key
from feedback.domain.errors import InputError
from feedback.domain.options import Options
from feedback.ports import ObjectStore


@dataclass(frozen=True, slots=True)
class Codebooks:
    """read takes a codebook's bytes and its file's name; deployment is the name that the settings give."""

    uploads: ObjectStore
    read: Callable[[bytes, str], Codebook]
    deployment: str = DEFAULT_NAME

    def of(self, options: Options) -> Codebook:
        """Raises InputError: no_codebook, ambiguous_codebook, wrong_codebook."""
        name = options.codebook or self.deployment
        if name == DEFAULT_NAME:
            return DEFAULT_CODEBOOK
        keys = [codebook_key(name, ending) for ending in ENDINGS]
        with ThreadPoolExecutor(len(keys)) as pool:
            found = [
                (key, data)
                for key, data in zip(keys, pool.map(self.uploads.get, keys), strict=True)
                if data is not None
            ]
        if not found:
            raise _missing(name, keys, "option codebook" if options.codebook else "setting CODEBOOK")
        if len(found) > 1:
            places = " and ".join(key for key, _ in found)
            raise InputError(
                "ambiguous_codebook", f"The codebook “{name}” is there more than once: {places}. Leave one."
            )
        key, data = found[0]
        return self.read(data, key)


def _missing(name: str, keys: list[str], asked: str) -> InputError:
    return InputError(
        "no_codebook",
        f"There is no codebook “{name}”, which the {asked} names: put {' or '.join(keys)} into the upload bucket,"
        f" or name another one; “{DEFAULT_NAME}” is the built-in one.",
    )
