"""The naive twin of the promise board, its figures from frames in memory."""

from benchmarks.twins.board import board
from benchmarks.twins.in_pandas import InPandas

board(InPandas())
