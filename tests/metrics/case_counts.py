"""What the counts of a list of cases must be, by the figure it belongs to."""

from metrics.cases import CaseList, Role
from metrics.catalog import metric
from metrics.model import Kind, Row


def assert_same(row: Row, found: CaseList) -> None:
    """The counts of the list are those of the figure."""
    counts, kind = found.counts, metric(row.metric).kind
    counted = counts.get(Role.COUNTED, 0)
    measured = metric(row.metric).measures
    if "denominator" in measured:
        assert (counts.get(Role.HIT, 0), counts.get(Role.MISS, 0)) == (row.numerator or 0, row.missed or 0)
    elif kind in (Kind.QUANTILE, Kind.MEAN, Kind.RELATIVE):
        assert counted == row.n
    elif "amount" in measured:
        assert found.total == (row.numerator or 0)
    elif "latest" in measured or "earliest" in measured:
        assert (counted > 0) == (row.value is not None)
    else:
        assert counted == (row.numerator or 0)
    if kind is not Kind.RELATIVE:
        assert (counts.get(Role.UNDECIDED, 0), counts.get(Role.EXCLUDED, 0)) == (row.undecided, row.excluded)
