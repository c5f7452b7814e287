"""Public-domain portraits that come with the package, and copies of them taken again, for examining and for testing."""

from skincast.demo.copies import Copy, Spot, draw_copy

__all__ = ["Copy", "Spot", "draw_copy"]
