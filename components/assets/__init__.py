"""Files the components bring to the browser."""

from pathlib import Path

ASSETS = Path(__file__).parent
