"""Data quality: how good the data are, what is wrong with them, and what that does to which promise."""

from components.frame import open_page
from components.guarded import guarded
from components.panel_rows import panel
from components.quality.columns import columns_panel
from components.quality.found import findings_panel
from components.quality.sources import sources_panel
from components.quality.summary import summary
from components.session import current_defects

page = open_page(narrows=False)
with guarded("quality"):
    if summary(page, current_defects()):
        panel(sources_panel(page, current_defects()))
        panel(findings_panel(page, current_defects()))
        if (columns := columns_panel(page, current_defects())) is not None:
            panel(columns)
