"""What a page needs to ask and to draw."""

from dataclasses import dataclass

from charts.look import Look
from components.view import View
from locales import Translate
from metrics.engine import Engine
from metrics.periods import Period


@dataclass(frozen=True)
class Page:
    """The gateway, what is on screen, how its reader sees it, and the period compared with."""

    engine: Engine
    view: View
    look: Look
    words: Translate
    compared: Period | None
