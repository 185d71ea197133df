"""The sentences with which a workbook is refused, where several modules need them."""

from feedback.domain.errors import InputError


def damaged(name: str, what: str) -> InputError:
    """The error for a file that is not whole."""
    return InputError(
        "damaged_file", f"{name} is damaged: {what}. Open the original, save it again, and upload the whole file."
    )


def unreadable(name: str, why: str) -> InputError:
    """The error for a workbook that is whole but can't be read."""
    return InputError(
        "unreadable_workbook",
        f"{name} can't be read: {why}. Open it in a spreadsheet program, save it as .xlsx or .csv, and try again.",
    )


def unsupported(name: str, what: str) -> InputError:
    """The error for a document of another kind; what names the kind."""
    return InputError(
        "unsupported_format",
        f"{name} is {what}, which can't be read. Save the answers as .xlsx or .csv, and try again.",
    )


def encrypted(name: str) -> InputError:
    """The error for a file that needs a password."""
    return InputError("encrypted_file", f"{name} is protected by a password. Remove the password and save it again.")


def unsafe(name: str, why: str) -> InputError:
    """The error for a package that could mislead a program that reads it."""
    return InputError("unsafe_package", f"{name} is refused: {why}. Save it again in a spreadsheet program.")


def bomb(name: str, why: str) -> InputError:
    """The error for a small file that stands for a huge one."""
    return InputError(
        "zip_bomb", f"{name} is refused: {why}, as no survey file does. Save only the answers, as .xlsx or .csv."
    )
