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
    """Angle between each region and the camera."""
    findings = Findings()
    sums = np.bincount(look.regions.ravel(), weights=look.facing.ravel(), minlength=len(look.areas))
    for label in np.flatnonzero(look.areas[1:]) + 1:
        cosine = float(np.clip(sums[label] / look.areas[label], 0, 1))
        findings.measure("pose_yaw.region", float(np.degrees(np.arccos(cosine))), region=look.names[label])
    return findings


def check_mouth(face: Face) -> Findings:
    """Regions that an open mouth stretches."""
    findings = Findings()
    for region in MOUTH_REGIONS:
        findings.measure("expression.region", face.mouth_open, region=region)
    return findings

