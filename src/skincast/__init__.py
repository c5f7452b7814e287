"""Skincast reads a selfie, measures the skin and says how sure it is. Appearance, not diagnosis.

```python
from skincast import analyze

analysis = analyze("selfie.jpg")
print(analysis.scores["redness"].value, analysis.scores["redness"].sd)
analysis.save("out")
```
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from skincast.analysis import Analysis
    from skincast.catalog import concerns
    from skincast.errors import SkincastError
    from skincast.pipeline import analyze, check
    from skincast.types import Finding, Measurement, Photo, Quality, Score, Skin, Tone

__all__ = [
    "Analysis",
    "Finding",
    "Measurement",
    "Photo",
    "Quality",
    "Score",
    "Skin",
    "SkincastError",
    "Tone",
    "analyze",
    "check",
    "concerns",
]

# Opening ONNX Runtime takes a quarter of a second: `import skincast` stays free of it until something is analyzed.
_HOME = {
    "Analysis": "skincast.analysis",
    "SkincastError": "skincast.errors",
    "analyze": "skincast.pipeline",
    "check": "skincast.pipeline",
    "concerns": "skincast.catalog",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    if name not in __all__:
        raise AttributeError(f"module 'skincast' has no attribute {name!r}")
    return getattr(import_module(_HOME.get(name, "skincast.types")), name)
