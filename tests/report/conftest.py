"""An analysis as the pipeline would return it, of a photo that shows nobody."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from skincast.analysis import Analysis
from skincast.catalog import concerns
from skincast.face import region_names
from skincast.skin.readable import depth_inside, readable_regions
from skincast.types import (
    Affine,
    ClinicalScale,
    Crop,
    EarlySign,
    Face,
    Finding,
    FloatMap,
    Measurement,
    Photo,
    Picture,
    Points,
    Problem,
    Quality,
    RegionScore,
    Score,
    Skin,
    Tone,
)

SHA256 = "0123456789abcdef" * 4
REDUCTION = 2
FINDING_BOX = (40.0, 60.0, 9.0, 7.0)
"""Color-level pixels of the first acne finding."""


@pytest.fixture
def analysis() -> Analysis:
    """An accepted photo: twelve concerns judged, pores not, the left cheek spoiled."""
    photo = draw_photo()
    return imagine(photo, imagine_face(), cut(photo))


@pytest.fixture
def refused() -> Analysis:
    """A photo in which no face was found."""
    problem = Problem(
        code="no_face",
        message="No face was found.",
        advice="Hold the camera in front of your whole face.",
        region=None,
        value=0.0,
        limit=1.0,
        refuses=True,
    )
    return Analysis(
        photo=draw_photo(),
        quality=Quality(accepted=False, score=0.0, problems=(problem,), values={"no_face": 0.0}),
        face=None,
        closeup=False,
        skin=None,
        tone=None,
        measurements={},
        scores={},
        clinical=(),
        early_signs=(),
        notices=(),
        timing_ms={"read": 4.0, "total": 4.0},
        made_by={"skincast": "0.1.0"},
    )


def draw_photo() -> Photo:
    """A disk of skin color on gray, decoded at half its size; odd sides, as cameras do not make them but people do."""
    pixels = np.full((201, 151, 3), 110, np.uint8)
    cv2.ellipse(pixels, (75, 100), (55, 75), 0, 0, 360, (205, 160, 135), -1)
    return Photo(pixels=pixels, width_px=301, height_px=401, reduction=REDUCTION, sha256=SHA256)


def imagine_face() -> Face:
    """A face in the middle of the disk."""
    around = np.linspace(0, 2 * np.pi, 478, endpoint=False)
    points = np.stack([75 + 40 * np.cos(around), 100 + 60 * np.sin(around), 10 * np.sin(3 * around)], axis=1)
    return Face(
        landmarks_px=points.astype(np.float32),
        yaw_deg=-2.13,
        pitch_deg=4.01,
        roll_deg=12.0,
        interocular_px=96.04,
        mm_per_px=0.61234,
        mm_per_px_sd=0.02,
        scale_source="iris_and_face",
        presence=0.99,
        faces_seen=1,
        mouth_open=0.0,
        smile=0.0,
    )


def cut(photo: Photo, *, roll_deg: float = 12.0) -> Crop:
    """A tilted crop of the disk: detail level 2 px a decoded pixel."""
    angle = np.radians(roll_deg)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]) / 2
    shape = (170, 140)
    middle = np.array([shape[1] - 0.5, shape[0] - 0.5])
    to_photo: Affine = np.hstack([turn, (np.array([75.0, 100.0]) - turn @ middle)[:, None]])
    size = (2 * shape[1], 2 * shape[0])
    pixels = cv2.warpAffine(photo.pixels, cv2.invertAffineTransform(to_photo), size)
    labels = np.zeros(shape, np.uint8)
    labels[20:150, 20:120] = np.linspace(1, len(region_names()) - 1, 130 * 100).astype(np.uint8).reshape(130, 100)
    hull = labels > 0
    return Crop(
        pixels=np.asarray(pixels, np.uint8),
        mm_per_px=0.2,
        native_mm_per_px=0.6,
        scale_known=True,
        to_photo=to_photo,
        inside=np.ones(shape, bool),
        regions=labels,
        region_names=region_names(),
        features=np.zeros(shape, bool),
        hull=hull,
        facing=np.ones(shape, np.float32),
        landmarks=np.zeros((478, 3), np.float32),
    )


def imagine(photo: Photo, face: Face, crop: Crop) -> Analysis:
    """An analysis of made-up maps and numbers on this crop."""
    measurements = {name: _measurement(name, index, crop) for index, name in enumerate(concerns())}
    problem = Problem(
        code="uneven_light",
        message="The light comes from one side.",
        advice="Face a window, so that both cheeks are equally bright.",
        region="cheek_left",
        value=0.41237,
        limit=0.35,
        refuses=True,
    )
    return Analysis(
        photo=photo,
        quality=Quality(
            accepted=True,
            score=0.8312,
            problems=(problem,),
            unjudged=frozenset({"cheek_left"}),
            values={"uneven_light": 0.41237, "blurred": 1.21},
        ),
        face=face,
        closeup=False,
        skin=_skin(crop),
        tone=Tone(ita_deg=33.42, ita_sd_deg=6.1, ita_class="intermediate", monk=4, monk_low=3, monk_high=5),
        measurements=measurements,
        scores={name: _score(name, index) for index, name in enumerate(concerns())},
        clinical=(
            ClinicalScale(
                name="Hayashi", value=7, low=4, high=11, band="mild to moderate", note="Counted on the visible half."
            ),
        ),
        early_signs=(
            EarlySign(name="diffuse_melanin", value=0.031234, sd=0.008, unit="optical density"),
            EarlySign(name="micro_texture", value=None, sd=None, unit="optical density"),
        ),
        notices=("low_resolution",),
        timing_ms={"read": 12.34, "face": 20.0, "total": 99.96},
        made_by={"skincast": "0.1.0", "face_mesh": "face_mesh@1.0.0"},
    )


def _measurement(name: str, index: int, crop: Crop) -> Measurement:
    if name == "pores":
        empty = np.zeros(crop.regions.shape, np.float32)
        return Measurement(concern=name, raw={}, burden=None, regions={}, map=empty, unjudged_because="low_resolution")
    return Measurement(
        concern=name,
        raw={"seen_count": 3.0 + index, "seen_area_percent": 1.23456},
        burden=0.123456,
        regions=dict.fromkeys(concerns()[name].sided_regions, 0.1),
        map=_map(index, crop),
        findings=_findings(name, crop) if name in {"acne", "wrinkles"} else (),
    )


def _map(index: int, crop: Crop) -> FloatMap:
    """Smooth hills on the skin, others for each concern."""
    height, width = crop.regions.shape
    down, right = np.mgrid[0:height, 0:width].astype(np.float32)
    waves = np.sin(right * (0.03 + 0.004 * index) + index) * np.cos(down * (0.05 - 0.002 * index) + 2 * index)
    hills = np.clip(1.6 * waves - 0.5, 0, 1) * (crop.hull & ~crop.features)
    return np.asarray(cv2.GaussianBlur(hills.astype(np.float32), (0, 0), 2), np.float32)


def _findings(name: str, crop: Crop) -> tuple[Finding, ...]:
    types = ("papule", "mark_red", "comedone_closed") if name == "acne" else ("fine_line", "deep_line")
    height, width = crop.regions.shape
    spots = [
        (FINDING_BOX[0] * width / 140 + 13 * i % (width / 2), FINDING_BOX[1] * height / 170 + 17 * i % (height / 2))
        for i in range(9)
    ]
    return tuple(
        Finding(
            concern=name,
            type=types[i % len(types)],
            region="cheek_right",
            box=(x, y, *FINDING_BOX[2:]),
            confidence=0.9 - 0.05 * i,
            size_mm=3.2,
        )
        for i, (x, y) in enumerate(spots)
    )


def _score(name: str, index: int) -> Score:
    regions = concerns()[name].sided_regions
    if name == "pores":
        nothing = dict.fromkeys(regions, RegionScore(value=None, sd=None))
        return Score(concern=name, value=None, sd=None, mdc95=None, regions=nothing, sd_source="repeatability table 1")
    value = 92.0 - 5.5 * index
    rows = {region: RegionScore(value=max(3.0, value - 4 * i), sd=4.1) for i, region in enumerate(regions)}
    if "cheek_left" in rows:
        rows["cheek_left"] = RegionScore(value=None, sd=None)
    return Score(concern=name, value=value, sd=3.21, mdc95=8.9, regions=rows, sd_source="repeatability table 1")


def _skin(crop: Crop) -> Skin:
    shape = crop.regions.shape
    zeros = np.zeros(shape, np.float32)
    small: Picture = np.asarray(cv2.resize(crop.pixels, (shape[1], shape[0]), interpolation=cv2.INTER_AREA), np.uint8)
    return Skin(
        crop=crop,
        picture=small,
        mask=crop.hull & ~crop.features,
        outline=crop.hull & ~crop.features,
        depth_mm=depth_inside(crop.hull & ~crop.features, mm_per_px=crop.color_mm_per_px),
        region_area_mm2=readable_regions(crop, crop.hull & ~crop.features)[0],
        region_share=readable_regions(crop, crop.hull & ~crop.features)[1],
        melanin=zeros,
        hemoglobin=zeros,
        shading=zeros,
        gloss=zeros,
        detail=np.zeros(crop.pixels.shape[:2], np.float32),
        detail_mask=np.ones(crop.pixels.shape[:2], bool),
        pigments=np.ones((2, 3), np.float32),
        illuminant_confidence=0.8,
        noise_od=0.01,
    )


def corners(width: float, height: float) -> Points:
    """Corner pixel centers of a picture."""
    return np.array([[0, 0], [width - 1, 0], [width - 1, height - 1], [0, height - 1]], np.float32)
