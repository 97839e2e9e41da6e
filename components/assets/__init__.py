"""Files the components bring to the browser."""

from pathlib import Path

ASSETS = Path(__file__).parent
PAGE_STYLE = ASSETS / "page.css"
"""How the elements of a page sit together."""

SIDEBAR_STYLE = ASSETS / "sidebar.css"
"""Where the search box stands in the side bar."""
