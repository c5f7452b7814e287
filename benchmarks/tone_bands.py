"""Three bands of estimated skin tone, for sorting photos: the estimates are uncalibrated, light passes for tone."""

from __future__ import annotations

LIGHT_ABOVE_ITA_DEG = 41.0
DARK_BELOW_ITA_DEG = 10.0
BANDS = ("light", "medium", "dark", "unknown")


def tone_band(ita_deg: float | None) -> str:
    """Return the band of an individual typology angle.

    Source: bounds of the classes light and tan of Chardon, Cretois and Hourseau 1991, joined to three bands (ours).
    """
    if ita_deg is None:
        return "unknown"
    if ita_deg > LIGHT_ABOVE_ITA_DEG:
        return "light"
    return "medium" if ita_deg >= DARK_BELOW_ITA_DEG else "dark"
