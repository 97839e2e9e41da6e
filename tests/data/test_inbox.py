"""Names and folders of brought files: a name is only a name, and nothing is left lying about."""

import io
import os
import time

import pytest
from hypothesis import given, strategies as st

from data.inbox import FOLDER, HOURS_KEPT, LONGEST, Inbox, free_name, keep, safe_name


@given(st.text(max_size=300))
def test_any_name_becomes_the_name_of_a_file_in_its_own_folder(name):
    safe = safe_name(name)
    assert safe
    assert len(safe) <= LONGEST
    assert safe.strip(". ")
    assert not set(safe) & set('/\\<>:"|?*[]\0')
    assert safe_name(safe) == safe


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../../etc/passwd.csv", "passwd.csv"), (r"C:\temp\工单.xlsx", "工单.xlsx"), ("a\u202ecsv.exe", "acsv.exe"),
        ("..", "file"), ("", "file"), ("x" * 200 + ".csv.gz", "x" * (LONGEST - 3) + ".gz"),
    ],
)  # fmt: skip
def test_a_name_keeps_its_last_part_and_its_ending(name, safe):
    assert safe_name(name) == safe


def test_two_files_of_one_name_are_both_kept(store):
    folder = Inbox(store.root).open()
    first = keep(folder, "a.csv", io.BytesIO(b"1"))
    second = keep(folder, "../A.csv", io.BytesIO(b"2"), [first.name])
    assert (first.read_bytes(), second.read_bytes()) == (b"1", b"2")
    assert {first.parent, second.parent} == {folder}


@given(st.text(min_size=1, max_size=5), st.lists(st.text(max_size=7), max_size=5))
def test_a_free_name_is_nobody_elses(name, taken):
    assert free_name(name, taken).lower() not in {one.lower() for one in taken}


def test_only_the_owner_reads_the_folder_and_forgotten_files_are_removed(store):
    inbox = Inbox(store.root)
    old, new = inbox.open(), inbox.open()
    (old / "a.csv").write_text("x")
    os.utime(old, (time.time() - HOURS_KEPT * 3600 - 1,) * 2)
    latest = inbox.open()
    assert latest.stat().st_mode & 0o077 == 0
    assert set((store.root / FOLDER).iterdir()) == {new, latest}
