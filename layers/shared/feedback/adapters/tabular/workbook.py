"""Workbooks as sheets: the entry point for all three formats, told apart by what the file holds."""

from feedback.adapters.tabular.limits import ZIP_STARTS
from feedback.adapters.tabular.ods import read_ods
from feedback.adapters.tabular.package import workbook_kind
from feedback.adapters.tabular.xls import read_xls
from feedback.adapters.tabular.xlsx import read_xlsx
from feedback.adapters.tabular.zip import open_zip
from feedback.domain.models import Contents


def read_workbook(data: bytes, name: str) -> Contents:
    """All worksheets that have a cell, hidden ones too; kind is xlsx, xls or ods. data begins as a zip or an OLE file.

    Rows are dense from row 1 and column A, cells None where empty; text is letter for letter, whole numbers are int,
    formulas are their last values, macros are never run.
    Raises InputError: archive, damaged_file, encrypted_file, far_cell, too_many_cells, too_many_columns,
    too_many_sheets, unreadable_workbook, unsafe_package, unsafe_xml, unsupported_format, zip_bomb.
    """
    if not data.startswith(ZIP_STARTS):
        return read_xls(data, name)
    archive = open_zip(data, name)
    return read_ods(archive) if workbook_kind(archive) == "ods" else read_xlsx(archive)
