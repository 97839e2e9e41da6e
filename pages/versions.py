"""Versions: what was imported when and by whom, the way back, and what a figure was as reported and is as known today."""

from components.frame import open_page
from components.guarded import guarded
from components.versions.listed import versions_panel
from components.versions.restated import OWN, restated_panel
from data.store import Store, default_store
from data.versions import versions

page = open_page(own=OWN, to_cases=False)
found = versions(Store(default_store()))
with guarded("restated"):
    restated_panel(page, found)
with guarded("versions"):
    versions_panel(page, found)
