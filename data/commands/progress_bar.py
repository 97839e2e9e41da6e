"""A progress bar for commands that take a while."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tqdm import tqdm

from data.words import Text, system_language
from data.workbench import Progress


@contextmanager
def progress_bar(options: argparse.Namespace) -> Iterator[Progress]:
    """A progress bar on stderr, where a person can see it."""
    with tqdm(total=100, unit="%", leave=False, disable=options.json or not sys.stderr.isatty(), delay=0.5,
              bar_format="{desc} {bar} {n:.0f} %") as bar:  # fmt: skip

        def show(what: Text, share: float) -> None:
            bar.set_description(what.to(system_language()), refresh=False)
            bar.update(max(0.0, 100 * share - bar.n))

        yield show
