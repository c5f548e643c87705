"""Draws the covers of the demo's posts; :mod:`.banners` draws its banners and its partners' logos.

The finished pictures are kept in ``portal/demo/pictures``: drawing eighty takes half a minute, which a first
start should not wait for, and their bytes must not change with the version of an image library.
``python -m portal.demo.drawing`` draws them anew. A cover is named ``<scene>-<palette>``: scenes stand in
the modules that are imported below, palettes in :mod:`portal.demo.drawing.palettes`.
"""

from pathlib import Path

from PIL import Image, ImageOps

from portal.demo.drawing import countryside, desks, rooms, schoolyards, still_lifes  # noqa: F401 — they register
from portal.demo.drawing.canvas import Canvas
from portal.demo.drawing.palettes import PALETTES
from portal.demo.drawing.registry import SCENES

PICTURES = Path(__file__).parent.parent / "pictures"
# Where lists show a scene for the third time, it is seen from the other side.
MIRRORED = {
    "bouquet-sand",
    "computer_room-dusk",
    "exam_hall-plum",
    "exam_hall-sand",
    "lab-plum",
    "laptop-dusk",
    "playground-dawn",
    "school_yard-day",
    "stage-plum",
    "stage-sand",
}


def draw(cover: str, scale: int = 3) -> Image.Image:
    """Return a cover of 1280x720 pixels."""
    name, palette = cover.rsplit("-", 1)
    canvas = Canvas(scale)
    SCENES[name].paint(canvas, PALETTES[palette])
    finished = canvas.finish()
    return ImageOps.mirror(finished) if cover in MIRRORED else finished


def describe(cover: str) -> str:
    """Return what a person who cannot see the cover is told."""
    name, palette = cover.rsplit("-", 1)
    scene = SCENES[name]
    when = f" {PALETTES[palette].when}" if scene.outdoors else ""
    return f"Tranh vẽ {scene.description}{when}."


def picture(name: str) -> Path:
    """Return the file of a cover, a banner or a logo."""
    return PICTURES / f"{name}.webp"
