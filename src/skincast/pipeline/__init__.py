"""The only place that chains the rooms: one file a chain, each read from top to bottom."""

from skincast.pipeline.photo import analyze, check

__all__ = ["analyze", "check"]
