"""Hypothesis profiles: ``pytest --hypothesis-profile=deep`` searches for hours, the others are quick.

``dev`` is the default on a desk, ``ci`` (chosen where the variable CI is set) repeats itself exactly.
"""

import gc
import os

from hypothesis import HealthCheck, settings

_COMMON = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large],
}

settings.register_profile("dev", max_examples=30, **_COMMON)
settings.register_profile("ci", max_examples=30, derandomize=True, print_blob=True, **_COMMON)
settings.register_profile("deep", max_examples=3000, **_COMMON)
gc.set_threshold(200_000, 20, 50)
"""Expressions are many and live long: walking through all of them took an eighth of the suite's time."""
settings.load_profile("ci" if os.environ.get("CI") else "dev")
