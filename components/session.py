"""The gateway of this process: one engine per published version, shared by all sessions; and what people typed."""

from pathlib import Path

import streamlit as st

from data.state import State
from data.store import Store, default_store
from data.warehouse import DuckDBPair, DuckDBWarehouse
from metrics.data_defects import Defect, defects
from metrics.engine import Engine
from metrics.periods import Period
from metrics.review import Review, review
from metrics.search import Index
from metrics.searchable import catalogue_entries, people_entries

VERSIONS_OPEN, REVIEWS_OPEN = 4, 8


def current_engine() -> Engine:
    """The engine of the version in force. Asked at each rerun, so a new version is met at the next interaction.

    Raises StoreError when there are no data or the version was tampered with.
    """
    store = Store(default_store())
    return _engine(str(store.root), store.current_id())


def current_names() -> Index:
    """What can be searched for in the version in force. Raises StoreError without data."""
    store = Store(default_store())
    return _names(str(store.root), store.current_id())


def current_defects() -> tuple[Defect, ...]:
    """What is wrong with the data in force, and what it does to promises. Raises StoreError without data."""
    store = Store(default_store())
    return _defects(str(store.root), store.current_id())


def engine_of(version: str) -> Engine:
    """The engine of any version. Raises StoreError when it is not kept or was tampered with."""
    return _engine(str(default_store()), version)


def review_of(version: str, period: Period, compared: Period | None) -> Review:
    """The review of a period on a version. Raises StoreError when that is not kept, or QueryFailed."""
    return _review(str(default_store()), version, period, compared)


def pair_of(a: str, b: str) -> DuckDBPair:
    """Two versions to be compared. Raises UsageError or StoreError."""
    return _pair(str(default_store()), a, b)


def current_state() -> State:
    """What people typed in the store in force: notes, named views."""
    return State(default_store())


@st.cache_resource(max_entries=VERSIONS_OPEN, show_spinner=False)
def _engine(root: str, version: str | None) -> Engine:
    return Engine(DuckDBWarehouse(Store(Path(root)), version))


@st.cache_resource(max_entries=VERSIONS_OPEN, show_spinner=False)
def _names(root: str, version: str | None) -> Index:
    return Index.of([*catalogue_entries(), *people_entries(_engine(root, version))])


@st.cache_resource(max_entries=VERSIONS_OPEN, show_spinner=False)
def _defects(root: str, version: str | None) -> tuple[Defect, ...]:
    return defects(_engine(root, version))


@st.cache_resource(max_entries=REVIEWS_OPEN, show_spinner=False)
def _review(root: str, version: str, period: Period, compared: Period | None) -> Review:
    return review(_engine(root, version), period, compared=compared)


@st.cache_resource(max_entries=1, show_spinner=False)
def _pair(root: str, a: str, b: str) -> DuckDBPair:
    return DuckDBPair(Store(Path(root)), a, b)
