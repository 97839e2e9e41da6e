"""The gateway of this process: one engine per published version, shared by all sessions; and what people typed."""

import gc
from pathlib import Path

import streamlit as st

from data.state import State
from data.store import Store, default_store
from data.warehouse import DuckDBWarehouse
from metrics.engine import Engine
from metrics.search import Index
from metrics.searchable import catalogue_entries, people_entries

VERSIONS_OPEN = 3


def current_engine() -> Engine:
    """The engine of the version in force. Asked at each rerun, so a new version is met at the next interaction.

    Raises StoreError when there are no data or the version was tampered with.
    """
    store = Store(default_store())
    return _engine(str(store.root), store.current_id())


def engine_of(version: str | None) -> Engine | None:
    """The engine of a version that is still kept; None for none. Raises StoreError when it was tampered with."""
    return None if version is None else _engine(str(default_store()), version)


def current_names() -> Index:
    """What can be searched for in the version in force. Raises StoreError without data."""
    store = Store(default_store())
    return _names(str(store.root), store.current_id())


def current_state() -> State:
    """What people typed in the store in force: notes, named views."""
    return State(default_store())


@st.cache_resource(max_entries=VERSIONS_OPEN, show_spinner=False)
def _engine(root: str, version: str | None) -> Engine:
    return Engine(DuckDBWarehouse(Store(Path(root)), version))


@st.cache_resource(max_entries=VERSIONS_OPEN, show_spinner=False)
def _names(root: str, version: str | None) -> Index:
    return Index.of([*catalogue_entries(), *people_entries(_engine(root, version))])


@st.cache_resource(show_spinner=False)
def settle_process() -> None:
    """Once per process: what the imports brought is never garbage, so the collector need not look at it again."""
    gc.collect()
    gc.freeze()
