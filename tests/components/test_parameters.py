"""What a link may say, and that no word of it means two things."""

from components.case_page import OWN as CASE
from components.cases_page import OWN as CASES
from components.filters import OURS
from components.language import PARAMETER
from components.view import filterable


def test_no_parameter_is_also_a_dimension() -> None:
    own = {*CASES, *CASE, *OURS, PARAMETER}
    assert own & filterable() == set()


def test_no_page_takes_a_parameter_of_all_pages_for_its_own() -> None:
    assert (CASES.keys() | CASE.keys()) & {*OURS, PARAMETER} == set()
