"""Skin -> color: chromophores, light, camera and phone."""

from skincast.twin.optics.balance import Balance, balance_of, white_balance
from skincast.twin.optics.cameras import camera_names, sensitivities
from skincast.twin.optics.colors import LinearColor, SkinColors, skin_colors
from skincast.twin.optics.complexion import draw_complexion, ita_deg, monk_of, tanned
from skincast.twin.optics.covers import hair_reflectance
from skincast.twin.optics.draw import PhoneQuality, draw_phone
from skincast.twin.optics.phone import develop, encode_jpeg
from skincast.twin.optics.reflectance import OpticalModel, reflectance
from skincast.twin.optics.tables import WAVELENGTHS_NM, Spectrum, daylight_lab, daylight_srgb, lab_of_linear
from skincast.twin.optics.tissue import Skin, skin_of

__all__ = [
    "WAVELENGTHS_NM",
    "Balance",
    "LinearColor",
    "OpticalModel",
    "PhoneQuality",
    "Skin",
    "SkinColors",
    "Spectrum",
    "balance_of",
    "camera_names",
    "daylight_lab",
    "daylight_srgb",
    "develop",
    "draw_complexion",
    "draw_phone",
    "encode_jpeg",
    "hair_reflectance",
    "ita_deg",
    "lab_of_linear",
    "monk_of",
    "reflectance",
    "sensitivities",
    "skin_colors",
    "skin_of",
    "tanned",
    "white_balance",
]
