"""The naive twin of the page of Response & SLA, its figures by raw statements."""

from benchmarks.twins.in_sql import InSQL
from benchmarks.twins.response import response

response(InSQL())
