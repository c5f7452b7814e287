"""Structurally different laws of skin: linear and delayed, saturating with interactions, flares of single lesions."""

from skincast.twin.life.worlds.linear import LinearWorld
from skincast.twin.life.worlds.saturating import SaturatingWorld

__all__ = ["LinearWorld", "SaturatingWorld"]
