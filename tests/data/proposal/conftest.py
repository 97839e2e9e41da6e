"""What the tests of proposals share: files made from text, looked at, proposed and imported."""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from data.batch import Batch, Report
from data.load import import_files, work_on
from data.mapping import parse_mapping
from data.organisation import read_organisation
from data.proposal import Known, Look, Proposal, answered, look, propose
from data.source_import import SourceImport
from data.store import Store
from data.workbench import opened
from tests.builders import stored

TODAY = date(2026, 11, 22)
SAMPLES = Path(__file__).resolve().parents[1] / "samples"


Imported = tuple[Report, list[dict[str, Any]]]


@dataclass(frozen=True)
class Desk:
    """A folder to which files are brought."""

    folder: Path

    def file(self, name: str, text: str, encoding: str = "utf-8") -> Path:
        path = self.folder / name
        path.write_bytes(text.encode(encoding))
        return path

    def sample(self, name: str, encoding: str = "utf-8", newline: str = "\n") -> Path:
        """A sample as the tool writes it."""
        text = (SAMPLES / name).read_text("utf-8").replace("\n", newline)
        return self.file(Path(name).name, text, encoding)

    def look(self, *paths: Path) -> Look:
        return look(paths, self.folder / "work")

    def propose(self, *paths: Path) -> tuple[Proposal, ...]:
        return propose(self.look(*paths), Known("Asia/Shanghai", TODAY))

    def only(self, *paths: Path) -> Proposal:
        (proposal,) = self.propose(*paths)
        return proposal

    def bring(self, proposal: Proposal, answers: Mapping[str, str] | None = None) -> Imported:
        """Import a proposal with its answers, up to the moment of publishing: what the report says, and the rows."""
        mapping, store = parse_mapping(answered(proposal, answers or {})), Store(self.folder / "unpublished")
        store.make_root()
        with tempfile.TemporaryDirectory(dir=self.folder) as name:
            version, scratch = Path(name) / "version", Path(name) / "scratch"
            version.mkdir()
            scratch.mkdir()
            with opened(store, None, version, scratch) as connection:
                work = work_on(connection, store, scratch, read_organisation(store.root))
                batch = Batch([Path(file) for file in proposal.files], mapping)
                report = SourceImport(work, batch, lambda _what, _share: None).run(scratch)
                cursor = connection.execute(f"SELECT * FROM rows.{mapping.contract.name} ORDER BY ALL")
                names = [column[0] for column in cursor.description or ()]
                return report, [dict(zip(names, cells, strict=True)) for cells in cursor.fetchall()]

    def publish(
        self, proposal: Proposal, answers: Mapping[str, str] | None = None
    ) -> tuple[Report, list[dict[str, Any]], Path]:
        """Import a proposal with its answers: the report, the rows as published, and the store's folder."""
        root, mapping = self.folder / "store", parse_mapping(answered(proposal, answers or {}))
        report = import_files(Store(root), Batch([Path(file) for file in proposal.files], mapping))
        return report, stored(Store(root), mapping.contract.name), root


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


Absent = Callable[[Path, Sequence[str]], None]


@pytest.fixture
def absent() -> Absent:
    """Check that none of these words is in any file of a store, its reports and rejected rows included."""

    def check(root: Path, words: Sequence[str]) -> None:
        files = [path for path in root.rglob("*") if path.is_file()]
        assert {path.suffix for path in files} >= {".duckdb", ".json"}
        for path in files:
            content = path.read_bytes()
            for word in words:
                for encoding in ("utf-8", "gb18030", "utf-16-le"):
                    assert word.encode(encoding) not in content, (path, word)

    return check
