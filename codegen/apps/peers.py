"""Benchmark data: what PyTorch calls the layers of the catalogue.

Each entry takes torch, the inputs by name and all options by name, and returns the first output.
A layer without an entry is timed alone.  Nothing is derived from this table and nothing verified by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from codegen.verification.oracles.torch_oracle import ORACLES
from codegen.verification.oracles.torch_windows import Forward


def first_output(forward: Forward) -> Forward:
    """The oracle's call without what it has besides (running statistics, a second output)."""

    def peer(torch: Any, given: Mapping[str, Any], options: Mapping[str, Any]) -> Any:
        found = forward(torch, given, options)
        return found[0] if isinstance(found, tuple) else found

    return peer


PEERS: Mapping[str, Forward] = {name: first_output(forward) for name, forward in ORACLES.items()}
