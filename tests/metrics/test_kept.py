"""What is kept stays within its bound, the least recently used going first."""

from dataclasses import dataclass

from metrics.kept import Kept


@dataclass(frozen=True)
class Sized:
    size: int


def test_the_least_recently_used_goes_first_when_there_is_no_room() -> None:
    kept, made = Kept(10), []

    def get(name: str, size: int) -> Sized:
        def make() -> Sized:
            made.append(name)
            return Sized(size)

        return kept.get(name, make)

    get("a", 4)
    get("b", 4)
    get("a", 4)
    get("c", 4)
    assert made == ["a", "b", "c"]
    get("a", 4)
    get("b", 4)
    assert made == ["a", "b", "c", "b"]


def test_what_is_larger_than_the_bound_is_kept_alone() -> None:
    kept = Kept(10)
    kept.get("small", lambda: Sized(3))
    large = kept.get("large", lambda: Sized(30))
    assert kept.get("large", lambda: Sized(0)) is large
    assert kept.get("small", lambda: Sized(4)).size == 4
    assert kept.get("small", lambda: Sized(5)).size == 4, "there is room again once the large one has gone"


def test_what_two_make_at_once_is_counted_once() -> None:
    kept = Kept(10)

    def make_within() -> Sized:
        kept.get("same", lambda: Sized(6))
        return Sized(6)

    kept.get("same", make_within)
    other = kept.get("other", lambda: Sized(4))
    assert kept.get("same", lambda: Sized(0)).size == 6
    assert kept.get("other", lambda: Sized(0)) is other
