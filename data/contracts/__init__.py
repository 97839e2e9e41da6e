"""The registry of sources: every module of this package that defines CONTRACT is one source."""

import importlib
import pkgutil
from functools import cache

from data.contracts.model import Contract
from data.errors import UnknownName
from data.words import Text


@cache
def contracts() -> dict[str, Contract]:
    """All contracts by name, in alphabetical order. Two contracts of one name are a programming error."""
    found: dict[str, Contract] = {}
    for module in pkgutil.iter_modules(__path__):
        contract = getattr(importlib.import_module(f"{__name__}.{module.name}"), "CONTRACT", None)
        if contract is None:
            continue
        if contract.name in found:
            raise ValueError(f"two contracts are called {contract.name}")
        found[contract.name] = contract
    return dict(sorted(found.items()))


def contract(name: str) -> Contract:
    """The contract called `name`; raises UnknownName with the nearest names."""
    try:
        return contracts()[name]
    except KeyError:
        raise UnknownName(Text("source", "数据源"), name, contracts()) from None
