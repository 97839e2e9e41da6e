"""The boxes on every page, side by side: alerts that stand, notes on days, and named views."""

from components.alerts import alerts_box
from components.notes import notes_box
from components.saved_views import views_box
from components.view import View
from metrics.engine import Engine


def keeping(engine: Engine, view: View) -> None:
    """The buttons that open them; that of the alerts only where there are any."""
    alerts_box(engine)
    notes_box(engine, view)
    views_box(engine, view)
