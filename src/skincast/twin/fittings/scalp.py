"""Hair of the head in the photo: strands over the shell, loose ones at its edges, highlights and its shade on skin."""

from __future__ import annotations

import cv2
import numpy as np

from skincast.twin.fittings.color import scalp_hair_rgb
from skincast.twin.fittings.flow import HairFlow, hair_flow
from skincast.twin.fittings.layer import Box, Glint, Layer, box_around, flat_color
from skincast.twin.fittings.loose import loose_cover
from skincast.twin.fittings.strands import strand_texture
from skincast.twin.frame import Frame, Part
from skincast.twin.person import Traits, stream
from skincast.twin.shot import Lamp, Shot
from skincast.types import FloatMap, Mask

HIGHLIGHT, SKY_HIGHLIGHT = 0.07, 0.03
THIN_MM = 8.0
SHADE, SHADE_MM = 0.42, 2.4
SKY_DEG = 150.0
SKY_FROM = (0.0, -0.9, -0.45)


def hair_layers(frame: Frame, traits: Traits, shot: Shot) -> tuple[list[Layer], list[Glint]]:
    """Hair with its highlights; nothing for a bald head.

    Source: strands ours, untested; highlights Kajiya & Kay 1989.
    """
    shell = (frame.part == Part.HAIR).astype(np.uint8)
    left, top, width, height = cv2.boundingRect(shell)
    if width * height < 50:
        return [], []
    corners = np.array([[left, top], [left + width, top + height]])
    box = box_around(corners, 12.0 / frame.mm_per_px, frame.part.shape)
    if box is None:
        return [], []
    flow = hair_flow(frame, traits)
    inside = shell[box.rows, box.columns] > 0
    loose = loose_cover(frame, box, inside, flow, stream(traits.seed, "loose hair"))
    texture = strand_texture(box, inside, flow, traits)
    alpha = np.maximum(_shell_cover(frame, box, inside, texture, flow), loose)
    rgb = np.asarray(texture[..., None] * scalp_hair_rgb(traits), np.float32)
    hair = Layer(name="hair", box=box, rgb=rgb, alpha=alpha, part=Part.HAIR)
    return [_shade(frame, box, alpha), hair], _highlights(frame, box, texture * alpha, flow, shot)


def _shell_cover(frame: Frame, box: Box, inside: Mask, texture: FloatMap, flow: HairFlow) -> FloatMap:
    """Hair is thin where it grows out of skin: strands first, then all of it. What hangs beside a cheek is not."""
    bare = (frame.part[box.rows, box.columns] == Part.SKIN).astype(np.uint8)
    from_skin = cv2.distanceTransform(1 - bare, cv2.DIST_L2, 3) * np.float32(frame.mm_per_px)
    # Long hair is combed across its own line.
    at_line, over_mm = (0.7, 0.6 * THIN_MM) if flow.style in ("long", "bob", "bun") else (0.35, THIN_MM)
    dense = np.clip(at_line + 2.4 * from_skin / over_mm - 0.75 * texture, 0, 1)
    below = flow.below_mm(*box.grid_px())
    if flow.style in ("long", "bob"):
        dense = np.maximum(dense, np.clip((below - 30) / 20, 0, 1))
    else:
        dense = dense * np.clip(1.3 - 0.6 * texture * np.clip((below - 45) / 35, 0, 1), 0.3, 1)
    solid = inside.astype(np.float32)
    # Beside skin the steps of the label map become a contour; beside the room the scene does that.
    part = frame.part[box.rows, box.columns]
    skin = ((part == Part.SKIN) | (part == Part.NECK)).astype(np.uint8)
    near = cv2.dilate(skin, np.ones((5, 5), np.uint8)) > 0
    contour = np.clip((cv2.GaussianBlur(solid, (0, 0), 1.3) - 0.5) * 2.5 + 0.5, 0, 1)
    soft = np.where(near, contour, np.maximum(solid, cv2.GaussianBlur(solid, (0, 0), 0.8)))
    return np.asarray(soft * dense, np.float32)


def _shade(frame: Frame, box: Box, alpha: FloatMap) -> Layer:
    """Hair keeps light from the skin beside and below it."""
    part = frame.part[box.rows, box.columns]
    skin = (part != Part.BACKGROUND).astype(np.float32)
    soft = SHADE * cv2.GaussianBlur(alpha, (0, 0), SHADE_MM / frame.mm_per_px) * skin
    return Layer(name="hair shade", box=box, rgb=flat_color((0, 0, 0), box.shape), alpha=soft, part=None)


def _highlights(frame: Frame, box: Box, texture: FloatMap, flow: HairFlow, shot: Shot) -> list[Glint]:
    """Bands where strands lie across the mirror direction; made at a quarter of the size, they are soft."""
    shape = (-(-box.height_px // 4), -(-box.width_px // 4))
    small = cv2.resize(frame.normal[box.rows, box.columns], shape[::-1], interpolation=cv2.INTER_AREA)
    normal = np.asarray(small, np.float32)
    x, y = box.grid_px()
    places = np.stack(np.broadcast_arrays(x[:, ::4], y[::4]), axis=-1)[: shape[0], : shape[1]]
    way = np.asarray(flow.direction(places.astype(np.float64)), np.float32)
    deep = -(way[..., 0] * normal[..., 0] + way[..., 1] * normal[..., 1]) / np.minimum(normal[..., 2], -0.3)
    tangent = np.concatenate([way, deep[..., None]], axis=-1)
    tangent = np.asarray(tangent / np.linalg.norm(tangent, axis=-1, keepdims=True), np.float32)
    # Curls send the light everywhere; the inside of long hair gets next to none.
    sky = frame.occlusion[box.rows, box.columns]
    glossy = np.square(texture) * np.clip(2 * sky - 0.5, 0, 1) * np.float32(0.35 if flow.style == "curly" else 1.0)
    found = []
    for number, lamp in enumerate(shot.lamps):
        small = _band(tangent, normal, lamp)
        band = cv2.resize(small, box.shape[::-1], interpolation=cv2.INTER_LINEAR)
        light = band * glossy * np.float32(lamp.strength)
        if lamp.strength > 0:
            found.append(Glint(name="hair", box=box, light=np.asarray(light, np.float32), lamp=number))
    return found


def _band(tangent: FloatMap, normal: FloatMap, lamp: Lamp) -> FloatMap:
    """Mirrored light over the lamp's strength; the whole sky shines from above and wide."""
    sky = lamp.size_deg >= SKY_DEG
    way = SKY_FROM if sky else lamp.direction
    toward = np.asarray(way, np.float32) / np.float32(np.linalg.norm(way))
    half = toward + np.array([0, 0, -1], np.float32)
    half = half / max(float(np.linalg.norm(half)), 1e-3)
    lean = tangent @ half
    band = np.power(np.clip(1 - lean**2, 0, 1), 7 if sky else 22) * np.clip(normal @ toward, 0, 1)
    return np.asarray(band * (SKY_HIGHLIGHT if sky else HIGHLIGHT), np.float32)
