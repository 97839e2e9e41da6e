"""The naive twin of the page of Response & SLA, its figures from frames in memory."""

from benchmarks.twins.in_pandas import InPandas
from benchmarks.twins.response import response

response(InPandas())
