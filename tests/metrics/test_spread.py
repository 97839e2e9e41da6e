"""How far the best and the worst channel are apart."""

import pytest

from metrics.model import Row
from metrics.spread import spread


def channel(name: str, hits: int, n: int) -> Row:
    return Row("feedback_answered_72h", None, (name,), hits / n if n else None, hits, n, n)


def test_a_wide_spread_of_many_cases_is_more_than_chance() -> None:
    found = spread([channel("phone", 950, 1_000), channel("mail", 850, 1_000), channel("app", 900, 1_000)])
    assert found is not None
    assert (found.best.group, found.worst.group, found.by_chance) == (("phone",), ("mail",), False)
    assert found.apart == pytest.approx(0.1)


def test_the_same_spread_of_few_cases_may_be_chance() -> None:
    found = spread([channel("phone", 19, 20), channel("mail", 17, 20), channel("app", 18, 20)])
    assert found is not None
    assert found.by_chance


def test_small_channels_are_not_compared() -> None:
    found = spread([channel("phone", 19, 20), channel("fax", 0, 9), channel("mail", 18, 20), channel("sms", 0, 0)])
    assert found is not None
    assert found.worst.group == ("mail",)
    assert spread([channel("phone", 19, 20), channel("fax", 9, 9)]) is None
    assert spread([]) is None
