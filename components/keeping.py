"""The boxes on every page, side by side: alerts that stand, notes on days, named views, and improvement actions."""

from components.actions.action_button import action_button
from components.alerts import alerts_box
from components.notes import notes_box
from components.page import Page
from components.saved_views import views_box


def keeping(page: Page) -> None:
    """The buttons that open them; that of the alerts only where there are any."""
    alerts_box(page.engine)
    notes_box(page.engine, page.view)
    views_box(page.engine, page.view)
    action_button(page)
