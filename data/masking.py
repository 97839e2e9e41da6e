"""What is personal, made unreadable before it is written for people to see."""

import re

PHONE = re.compile(r"(?<!\d)(?:\+?86[ -]?)?1[3-9]\d(?:[ -]?\d{4}){2}(?!\d)")
"""A mobile number of China: eleven digits that begin with 13–19, parted or not."""
MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def masked(cell: object) -> str:
    """The first sign of a cell that identifies a person."""
    text = "" if cell is None else str(cell)
    return f"{text[0]}***" if text else ""


def without_contacts(cell: object) -> object:
    """A cell in which mobile numbers and e-mail addresses cannot be read."""
    if not isinstance(cell, str):
        return cell
    return MAIL.sub(lambda found: masked(found[0]), PHONE.sub(lambda found: masked(found[0]), cell))
