"""A person who does not exist: a journey of perturbed copies of the bundled portrait, for showing and for testing."""

from skincast.demo.copies import Copy, Spot, draw_copy
from skincast.demo.journey import DEMO_NAME, LABEL, DemoVisit, cream_opened, demo_days, demo_visits

__all__ = ["DEMO_NAME", "LABEL", "Copy", "DemoVisit", "Spot", "cream_opened", "demo_days", "demo_visits", "draw_copy"]
