"""Take a dropped file in: its options, its bytes, and how it is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from feedback.domain.errors import InputError
from feedback.domain.job import Source, sidecar_keys, upload_id_in
from feedback.domain.option_sources import json_options, merged_options, metadata_options
from feedback.domain.options import Options, parse_options
from feedback.domain.reading import Reading
from feedback.ports import ObjectStore, SurveyReader

MAX_SIDECAR = 20_000
"""Bytes of a file of options; what is longer is cut, and so no JSON."""


@dataclass(frozen=True, slots=True)
class Intake:
    uploads: ObjectStore
    read: SurveyReader
    max_bytes: int

    def receive(self, source: Source, size: int) -> tuple[Reading, Options]:
        """How the dropped file is read, by the options that came with it. Raises InputError."""
        if size > self.max_bytes:
            raise self._too_large(size)
        file = self.uploads.get_file(source)
        if file is None:
            raise InputError(
                "file_gone", "The file was removed or replaced before it could be read. Please drop it anew."
            )
        if len(file.data) > self.max_bytes:
            raise self._too_large(len(file.data))
        options = self._options(source, file.metadata)
        return self.read(file.data, source.name, options), options

    def _options(self, source: Source, metadata: Mapping[str, str]) -> Options:
        """Options of the object itself go before those of a sidecar. Files sent through the API have no sidecar."""
        given: dict[str, Any] = {}
        for key in () if upload_id_in(source.key) else sidecar_keys(source.key):
            sidecar = self.uploads.get(key)
            if sidecar is not None:
                given = json_options(sidecar[:MAX_SIDECAR], f"The file {key.rsplit('/', 1)[-1]}")
                break
        return parse_options(merged_options(given, metadata_options(metadata)))

    def _too_large(self, size: int) -> InputError:
        return InputError(
            "file_too_large",
            f"The file has {size / 1e6:.1f} MB; at most {self.max_bytes / 1e6:g} MB are taken."
            " Please split it, or remove columns that are not needed.",
        )
