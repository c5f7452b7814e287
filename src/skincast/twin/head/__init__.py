"""Traits, condition, expression and pose -> the geometry of a head and what the camera sees of it."""

from skincast.twin.head.build import Head, build_head
from skincast.twin.head.relief import sag_relief
from skincast.twin.head.see import see_head
from skincast.twin.head.shadow import lit

__all__ = ["Head", "build_head", "lit", "sag_relief", "see_head"]
