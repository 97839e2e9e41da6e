"""What one visitor is bringing: the files, what was found in them, what they chose, and the work that is under way."""

import hashlib
import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from data.inbox import Inbox, keep
from data.jobs import Job
from data.mapping_text import mapping_text
from data.organisation import read_organisation
from data.plan import FILE, write_plan
from data.proposal import Found, Known, Look, Proposal, look, propose
from data.saved_mappings import saved_presets
from data.store import Store, default_store

KEY = "_bring_visit"


@dataclass
class Visit:
    """One visitor's files.

    Attributes:
        sources: what the visitor says a file is, by its path.
        paths: the kept copy of each uploaded file, by the upload's id.
        carried: files of a box that is gone: the visitor was on another page meanwhile.
        box: number of the box that files are dropped into; another number is a new and empty box.
        planned: what the plan in the folder says.
        tried: the plan the last dry run was for.
        before: the version in force before the import.
    """

    folder: Path
    paths: dict[str, Path] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    carried: set[str] = field(default_factory=set)
    box: int = 0
    looked: Look | None = None
    proposals: tuple[Proposal, ...] = ()
    trial: Job | None = None
    planned: str = ""
    tried: str = ""
    importing: Job | None = None
    before: str | None = None

    @property
    def bytes(self) -> int:
        """Size of all files."""
        return sum(path.stat().st_size for path in self.paths.values())

    def take(self, uploads: Sequence[UploadedFile]) -> None:
        """Keep what was dropped, forget what was taken off, and look at the files if there is anything new."""
        wanted = {upload.file_id: upload for upload in uploads}
        if wanted.keys() | self.carried == self.paths.keys():
            return
        for gone in self.paths.keys() - wanted.keys() - self.carried:
            self.paths.pop(gone).unlink(missing_ok=True)
        for number, upload in wanted.items():
            if number not in self.paths:
                taken = [path.name for path in self.paths.values()]
                self.paths[number] = keep(self.folder, upload.name, upload, taken)
        self._look()

    def come_back(self) -> None:
        """Keep the files of a box that is gone."""
        self.carried = set(self.paths)
        self.box += 1

    def _look(self) -> None:
        self.stop()
        self.looked, self.sources = None, {}
        self.proposals = ()
        if not self.paths:
            return
        work = self.folder / "work"
        work.mkdir(exist_ok=True)
        try:
            self.looked = look(sorted(self.paths.values()), work)
        finally:
            shutil.rmtree(work, ignore_errors=True)
        self.propose()

    def say(self, path: str, source: str) -> None:
        """Take a file for a source, whatever was proposed."""
        self.sources[path] = source
        self.propose()

    def propose(self) -> None:
        """Propose anew for the files looked at."""
        assert self.looked is not None  # noqa: S101 - for the type checker; there is nothing to propose before
        store = Store(default_store())
        zone = read_organisation(store.root).time_zone
        known = Known(zone, date.today(), saved_presets(store), self.sources)
        self.tried, self.proposals = "", propose(self.looked, known)

    @property
    def unknown(self) -> tuple[Found, ...]:
        """Files that nothing is proposed for."""
        known = {path for item in self.proposals for path in (*item.files, *item.lookups)}
        files = self.looked.files if self.looked is not None else ()
        return tuple(file for file in files if file.refused is None and file.path not in known)

    def plan(self, chosen: Sequence[tuple[Proposal, dict[str, Any]]]) -> tuple[Path, str]:
        """Write what was chosen as a plan with its mappings, if it is not there yet; returns its path and all that it says."""
        imports, contents = [], []
        for number, (proposal, content) in enumerate(chosen):
            name = f"mapping_{number}.toml"
            imports.append({"files": [Path(path).name for path in proposal.files], "mapping": name})
            contents.append((self.folder / name, content))
        said = json.dumps([imports, [content for _, content in chosen]], sort_keys=True, default=str)
        if said != self.planned:
            for path, content in contents:
                path.write_text(mapping_text(content), "utf-8")
            write_plan(self.folder, imports)
            self.planned = said
        return self.folder / FILE, said

    def try_out(self, plan: Path, said: str) -> None:
        """Start a dry run of a plan, unless it is the one tried last."""
        if said != self.tried:
            self.stop()
            self.tried = said
            self.trial = Job(["import", "--plan", str(plan), "--store", str(default_store()), "--dry-run"])

    def bring(self, plan: Path) -> None:
        """Start the import."""
        store = Store(default_store())
        self.before = store.current_id()
        self.importing = Job(["import", "--plan", str(plan), "--store", str(store.root)])

    def stop(self) -> None:
        """End the dry run, if one is under way."""
        if self.trial is not None:
            self.trial.stop()
        self.trial = None

    def forget_trial(self) -> None:
        """Let the same rows be checked again."""
        self.stop()
        self.tried = ""

    def clear(self) -> None:
        """Remove the copies of the files: they hold more than what is stored."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.paths = {}


def current_visit() -> Visit:
    """What the visitor at hand brings; a new one begins with an empty folder."""
    visit = st.session_state.get(KEY)
    if not isinstance(visit, Visit) or (visit.importing is None and not visit.folder.exists()):
        visit = Visit(Inbox(default_store()).open(), box=visit.box + 1 if isinstance(visit, Visit) else 0)
        st.session_state[KEY] = visit
    return visit


def end_visit() -> None:
    """Remove the visitor's files and begin anew."""
    visit = st.session_state.pop(KEY, None)
    if isinstance(visit, Visit):
        visit.stop()
        visit.clear()
        st.session_state[KEY] = Visit(Inbox(default_store()).open(), box=visit.box + 1)


def form_key(paths: Sequence[str], source: str) -> str:
    """The key of a form: that of the same files read as the same source, whatever else is brought beside them."""
    names = "|".join([source, *(Path(path).name for path in paths)])
    return f"bring_{hashlib.sha256(names.encode()).hexdigest()[:10]}"


def with_content(proposal: Proposal, content: dict[str, Any]) -> Proposal:
    """The proposal with another mapping."""
    return replace(proposal, content=content)
