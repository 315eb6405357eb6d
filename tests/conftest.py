"""Settings for all tests."""

from __future__ import annotations

import os

from hypothesis import settings

# In CI the same examples every time, so that a red run is about the change; at a desk new ones, which find more.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("desk", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "desk")
