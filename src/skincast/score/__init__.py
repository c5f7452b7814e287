"""Measurement -> Score: 0-100 with its error, and the clinical scales it resembles."""

from skincast.score.clinical import grade_clinical
from skincast.score.scale import score_burden
from skincast.score.score import score_measurement

__all__ = ["grade_clinical", "score_burden", "score_measurement"]
