"""Skin -> color: chromophores, light, camera and phone."""

from skincast.twin.optics.balance import Balance, white_balance
from skincast.twin.optics.cameras import camera_names, sensitivities
from skincast.twin.optics.colors import LinearColor, SkinColors, skin_colors
from skincast.twin.optics.covers import hair_reflectance
from skincast.twin.optics.phone import develop, encode_jpeg
from skincast.twin.optics.reflectance import OpticalModel, reflectance
from skincast.twin.optics.tables import WAVELENGTHS_NM, Spectrum, daylight_srgb
from skincast.twin.optics.tissue import Skin, skin_of
from skincast.twin.optics.tone import exposure_gain

__all__ = [
    "WAVELENGTHS_NM",
    "Balance",
    "LinearColor",
    "OpticalModel",
    "Skin",
    "SkinColors",
    "Spectrum",
    "camera_names",
    "daylight_srgb",
    "develop",
    "encode_jpeg",
    "exposure_gain",
    "hair_reflectance",
    "reflectance",
    "sensitivities",
    "skin_colors",
    "skin_of",
    "white_balance",
]
