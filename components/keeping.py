"""The two boxes in which people keep something of their own, side by side: notes on days, and named views."""

from components.notes import notes_box
from components.saved_views import views_box
from components.view import View
from metrics.engine import Engine


def keeping(engine: Engine, view: View) -> None:
    """The buttons that open them."""
    notes_box(engine, view)
    views_box(engine, view)
