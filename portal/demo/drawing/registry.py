"""The scenes by name, with what each shows."""

from collections.abc import Callable
from dataclasses import dataclass

from portal.demo.drawing.canvas import Canvas
from portal.demo.drawing.palettes import Palette

Paint = Callable[[Canvas, Palette], None]


@dataclass(frozen=True)
class Scene:
    """``description`` is Vietnamese, the middle of a sentence; ``outdoors`` scenes have a time of day."""

    paint: Paint
    description: str
    outdoors: bool


SCENES: dict[str, Scene] = {}


def scene(description: str, *, outdoors: bool = False) -> Callable[[Paint], Paint]:
    """Register a function that paints a scene; its name is the scene's."""

    def register(paint: Paint) -> Paint:
        SCENES[paint.__name__] = Scene(paint, description, outdoors)
        return paint

    return register
