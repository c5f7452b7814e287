"""Is there one face, near enough, inside the picture, and is each part of it turned to the camera?"""

from __future__ import annotations

import numpy as np

from skincast.quality.findings import Findings
from skincast.quality.look import Look
from skincast.types import Crop, Face

PITCH_AT_REST_DEG = -4.0
"""What generated faces that look straight ahead read; median of the training faces (ours)."""
MOUTH_REGIONS = ("perioral", "chin", "nasolabial_right", "nasolabial_left")


def check_pose(face: Face) -> Findings:
    """Turn and tilt of the head, how many faces there are, and the expression."""
    findings = Findings()
    findings.measure("multiple_faces", face.faces_seen)
    findings.measure("pose_yaw", abs(face.yaw_deg))
    findings.measure("pose_pitch", abs(face.pitch_deg - PITCH_AT_REST_DEG))
    findings.measure("pose_roll", abs(face.roll_deg))
    findings.measure("expression", max(face.smile, 0.0))
    findings.measure("expression.mouth", face.mouth_open)
    return findings


def check_scale(crop: Crop) -> Findings:
    """Millimeters per pixel of the upright original."""
    findings = Findings()
    findings.measure("face_too_small", crop.native_mm_per_px)
    findings.measure("low_resolution", crop.native_mm_per_px)
    return findings


def check_frame(look: Look) -> Findings:
    """Share of the face and of each region beyond the edge of the photo."""
    findings = Findings()
    outside = np.bincount(look.regions[~look.inside], minlength=len(look.areas))
    findings.measure("out_of_frame", 100.0 * outside[1:].sum() / max(look.areas[1:].sum(), 1))
    for label in np.flatnonzero(look.areas[1:]) + 1:
        findings.measure("out_of_frame.region", 100.0 * outside[label] / look.areas[label], region=look.names[label])
    return findings


def check_facing(look: Look) -> Findings:
    """Regions that are turned away: how much of each is in sight against its twin on the other side.

    The far side of a turned face is hidden behind nose and cheek; what is left of it is a sliver seen at a slant.
    """
    findings = Findings()
    areas = dict(zip(look.names, look.areas.tolist(), strict=True))
    for region, area in areas.items():
        twin = areas.get(_twin(region))
        if twin:
            findings.measure("pose_yaw.region", 100.0 * area / twin, region=region)
    return findings


def _twin(region: str) -> str:
    """The same region on the other side; no name for a region in the middle."""
    if region.endswith("_left"):
        return region.removesuffix("_left") + "_right"
    return region.removesuffix("_right") + "_left" if region.endswith("_right") else "none"


def check_mouth(face: Face) -> Findings:
    """Regions that an open mouth stretches."""
    findings = Findings()
    for region in MOUTH_REGIONS:
        findings.measure("expression.region", face.mouth_open, region=region)
    return findings
