"""How soft are the sharpest edges of the face?

A face photo is full of smooth skin, so the energy of fine detail tells age, not focus. Lids, irises, brows and lips
have sharp edges on everyone; how wide those look is the blur of optics, motion, resampling and compression together.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.quality.findings import Findings
from skincast.quality.look import Look, gray_of
from skincast.types import Crop

FINE, WIDE = 1.0, 2.0
"""SDs of the two blurs whose gradients are compared, in pixels of the level looked at."""
STRONGEST_SHARE = 40
"""One pixel in so many counts as an edge."""
SHARPEST_PERCENTILE = 75
WEAKEST_EDGE = 8
SD_OF_A_PIXEL = 0.6
"""A sharp picture's edges have an SD of about 0.6 pixels after sampling and resampling (ours, from training faces)."""
EYES = (70, 300, 33, 263, 145, 374, 63, 293)
MOUTH = (61, 291, 0, 17, 37, 267)
MARGIN_MM = {EYES: 4.0, MOUTH: 3.0}
TOO_SOFT_FOR_LEVEL = 3.0
"""Pixels; a softer edge is measured again at half the size."""
COARSEST_MM = 0.8
MOSAIC_FLAT_SHARE = 0.5
"""Around eyes and mouth a photo has a few percent of such pixels, a dark one up to 45 % (training faces)."""


def check_sharpness(look: Look) -> Findings:
    """Softness beyond what the photo's own pixels explain, in mm of pixel pitch: a small sharp photo is not blurred."""
    findings = Findings()
    soft_mm = measure_softness(look.crop, look)
    if soft_mm is not None:
        findings.measure("blurred", max(soft_mm**2 - look.crop.native_mm_per_px**2, 0.0) ** 0.5)
    return findings


def measure_softness(crop: Crop, look: Look) -> float | None:
    """Measure the width of the sharpest edges, over both directions (root of the mean square).

    Args:
        crop: a face or a patch.
        look: the shared pictures.

    Returns:
        Pixel pitch in mm of a sharp picture whose edges are as wide; None where no edge is in the photo.

    Source: ratio of gradients of two re-blurred copies, after Zhuo and Sim 2011, Pattern Recognition 44:1852.
    """
    parts = _parts(crop, look)
    if parts and (mosaic_px := _mosaic_px(parts)) > 1:
        return mosaic_px * crop.color_mm_per_px
    widths_mm = [_edge_sd_mm(parts, axis=axis, mm_per_px=crop.color_mm_per_px) for axis in (0, 1)]
    known = [width for width in widths_mm if width is not None]
    return float(np.sqrt(np.mean(np.square(known)))) / SD_OF_A_PIXEL if known else None


def _parts(crop: Crop, look: Look) -> list[NDArray[np.uint8]]:
    """Gray pictures of eyes and mouth at color level; the whole picture of a patch."""
    if not crop.landmarks.size:
        return [gray_of(look.half)]
    parts = []
    for points, margin_mm in MARGIN_MM.items():
        corners = crop.landmarks[list(points), :2]
        margin = margin_mm / crop.color_mm_per_px
        x0, y0 = np.maximum(corners.min(axis=0) - margin, 0).astype(int)
        x1, y1 = (corners.max(axis=0) + margin).astype(int)
        inside = crop.inside[y0:y1, x0:x1]
        if inside.size > 400 and inside.mean() > 0.7:
            parts.append(gray_of(look.half[y0:y1, x0:x1]))
    return parts


def _mosaic_px(parts: list[NDArray[np.uint8]]) -> float:
    """Side of the blocks of a mosaic, 1 where there is none: blocks have sharp edges and nothing between them."""
    flat = [_flat_share(part) for part in parts]
    share = float(np.mean(flat))
    return 1.0 / (1.0 - min(share, 0.99) ** 0.5) if share > MOSAIC_FLAT_SHARE else 1.0


def _flat_share(gray: NDArray[np.uint8]) -> float:
    """Share of pixels that equal their right and lower neighbors exactly."""
    here = gray[:-1, :-1]
    return float(((here == gray[:-1, 1:]) & (here == gray[1:, :-1])).mean())


def _edge_sd_mm(parts: list[NDArray[np.uint8]], *, axis: int, mm_per_px: float) -> float | None:
    """The sharpest part counts; edges too wide for a level are measured again on a coarser one."""
    widths = [_edge_sd_px(part, axis=axis) for part in parts]
    known = [width for width in widths if width is not None]
    if not known:
        return None
    if min(known) < TOO_SOFT_FOR_LEVEL or 2 * mm_per_px > COARSEST_MM:
        return min(known) * mm_per_px
    smaller = [cv2.resize(part, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA) for part in parts]
    coarser = _edge_sd_mm([np.asarray(part, np.uint8) for part in smaller], axis=axis, mm_per_px=2 * mm_per_px)
    return min(known) * mm_per_px if coarser is None else coarser


def _edge_sd_px(gray: NDArray[np.uint8], *, axis: int) -> float | None:
    """SD of the strongest edges across one axis; None without an edge."""
    fine, wide = _gradient(gray, FINE, axis), _gradient(gray, WIDE, axis)
    rank = max(wide.size // STRONGEST_SHARE, 1)
    weakest = max(int(np.partition(wide.ravel(), -rank)[-rank]), WEAKEST_EDGE)
    edges = wide >= weakest
    if edges.sum() < 12:
        return None
    ratio = float(np.percentile(fine[edges].astype(np.float32) / wide[edges], SHARPEST_PERCENTILE))
    ratio = min(max(ratio, 1.02), WIDE / FINE - 0.02)
    return float(np.sqrt((WIDE**2 - (ratio * FINE) ** 2) / (ratio**2 - 1)))


def _gradient(gray: NDArray[np.uint8], sd: float, axis: int) -> NDArray[np.int16]:
    blurred = cv2.GaussianBlur(gray, (0, 0), sd)
    return np.abs(np.asarray(cv2.Sobel(blurred, cv2.CV_16S, 1 - axis, axis, ksize=3), np.int16))
