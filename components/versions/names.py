"""What a version is called: by the moment it was published, on the organisation's clock."""

from datetime import datetime

from charts import format
from components.frame import Page
from data.history import DEMO
from data.versions import Version


def version_name(page: Page, item: Version) -> str:
    """The moment of publication, to the second."""
    moment = int(datetime.fromisoformat(item.at).timestamp())
    return f"{format.moment(moment, page.engine.zone, page.look.language)}:{moment % 60:02d}"


def person(page: Page, item: Version) -> str:
    """Who published it; nobody for demo data, which say so themselves."""
    _ = page.words
    return "" if item.by == DEMO else item.by or _("not written down")
