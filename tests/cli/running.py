"""A run of the command in this very process."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest


@dataclass(frozen=True)
class Run:
    """What a run of the command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What was printed on stdout."""
        return json.loads(self.out)

    @property
    def said(self) -> str:
        """Everything that a person read, in one line."""
        return " ".join((self.out + self.err).split())


RunCommand = Callable[..., Run]


def replace_everywhere(patch: pytest.MonkeyPatch, name: str, value: object) -> None:
    """Replace a name in every file of the command line that has it."""
    modules = [module for key, module in sys.modules.items() if key.startswith("skincast.cli.")]
    found = [module for module in modules if hasattr(module, name)]
    assert found, name
    for module in found:
        patch.setattr(module, name, value)
