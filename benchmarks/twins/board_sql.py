"""The naive twin of the promise board, its figures by raw statements."""

from benchmarks.twins.board import board
from benchmarks.twins.in_sql import InSQL

board(InSQL())
