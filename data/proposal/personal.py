"""Personal data: recognised by header and by values, and masked wherever an example is shown."""

import re

from data.proposal.model import Kind
from data.proposal.words import parts, personal_words, plain

PHONE = re.compile(r"(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}|\+\d{1,3}[- ]?\(?\d[\d\- )]{6,14}\d")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[A-Za-z]{2,}")
ID_NUMBER = re.compile(r"[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]")
CJK_NAME = re.compile(r"[\u4e00-\u9fff·]{2,5}")
WESTERN_NAME = re.compile(r"[^\W\d_][\w'.-]*(?:,? [^\W\d_][\w'.-]*){1,3}")
CODE = re.compile(r"(?=.*\d)[A-Za-z]{0,8}[-_.#/ ]?[A-Za-z0-9]*\d[A-Za-z0-9_-]*|[0-9a-fA-F-]{16,}")
ENOUGH = 0.3
"""Share of values of a person's shape from which a column is held for personal whatever its header says."""


def kind_by_values(values: tuple[tuple[str, int], ...]) -> Kind | None:
    """The kind of personal data the values are, by their shapes alone."""
    total = sum(count for _, count in values) or 1
    for kind, pattern in ((Kind.ID_NUMBER, ID_NUMBER), (Kind.PHONE, PHONE), (Kind.EMAIL, EMAIL)):
        if sum(count for value, count in values if pattern.fullmatch(value.strip("'\" "))) / total >= ENOUGH:
            return kind
    return None


def kind_by_header(header: str, values: tuple[tuple[str, int], ...], longest: int) -> Kind | None:
    """The kind of personal data a header announces, where the values do not speak against it."""
    said = personal_words().get(plain(header)) or _by_ending(header)
    if said is None or not values:
        return Kind(said) if said in {"phone", "email", "id_number", "address"} else None
    if said == "name":
        return None if are_codes(values) else Kind.NAME
    if said == "address":
        return Kind.ADDRESS if longest >= 6 else None
    if said == "account":
        return None if plain(header) in {"account"} and are_codes(values) else Kind.ACCOUNT
    return Kind(said)


def _by_ending(header: str) -> str | None:
    """“Receiver mobile” and 收货人手机号码 announce what their last words do."""
    words, joined = parts(header), plain(header)
    if words and words[-1] in {"phone", "mobile", "telephone"}:
        return "phone"
    if words and words[-1] in {"email", "mail"}:
        return "email"
    if words and words[-1] == "address":
        return "address"
    for ending, kind in (("手机号码", "phone"), ("手机号", "phone"), ("手机", "phone"), ("电话", "phone"), ("邮箱", "email"),
                         ("地址", "address"), ("姓名", "name"), ("身份证号", "id_number")):  # fmt: skip
        if joined.endswith(ending):
            return kind
    return None


def are_codes(values: tuple[tuple[str, int], ...]) -> bool:
    """Whether the values are numbers or codes and so name nobody by themselves."""
    if not values or kind_by_values(values):
        return False
    total = sum(count for _, count in values)
    return sum(count for value, count in values if CODE.fullmatch(value)) / total >= 0.95


def masked(value: str, kind: Kind) -> str:
    """张三 → 张*, 13812345678 → 138****5678, a@b.com → a***@b.com, anything else its first sign."""
    value = value.strip("'\" ")
    if kind is Kind.PHONE and len(value) >= 7:
        return f"{value[:3]}****{value[-4:]}" if len(value) >= 11 else f"{value[:2]}****"
    if kind is Kind.ID_NUMBER:
        return f"{value[:3]}***********{value[-2:]}"
    if kind is Kind.EMAIL:
        return f"{value[:1]}***"
    return f"{value[:1]}{'*' * min(max(len(value) - 1, 1), 3)}"
