"""Where on the disk things are kept between calls."""

from __future__ import annotations

import os
from pathlib import Path


def cache_folder() -> Path:
    """``$CHAINRULE_CACHE``, or ``chainrule`` in the user's cache folder."""
    given = os.environ.get("CHAINRULE_CACHE")
    if given:
        return Path(given)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "chainrule"


__all__ = ["cache_folder"]
