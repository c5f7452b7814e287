"""Structurally different laws of skin: linear and delayed, saturating with interactions, flares of single lesions."""

from skincast.twin.life.world import World
from skincast.twin.life.worlds.flare import FlareWorld
from skincast.twin.life.worlds.linear import LinearWorld
from skincast.twin.life.worlds.saturating import SaturatingWorld

__all__ = ["WORLDS", "FlareWorld", "LinearWorld", "SaturatingWorld"]

WORLDS: dict[str, World] = {world.name: world for world in (LinearWorld(), SaturatingWorld(), FlareWorld())}
"""Every world by its name."""
