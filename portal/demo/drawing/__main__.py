"""Draws the pictures that the demo names, and removes those that it names no more."""

import sys

from portal.demo import drawing
from portal.demo.content import posts
from portal.demo.drawing import banners


def main(wanted: list[str]) -> None:
    """Draw these pictures, or all where none is given."""
    drawing.PICTURES.mkdir(exist_ok=True)
    furniture = set(banners.names())
    named = {post.cover for post in posts()} | furniture
    for name in wanted or sorted(named):
        picture = banners.draw(name) if name in furniture else drawing.draw(name)
        picture.save(drawing.picture(name), quality=82, method=6)
    for path in drawing.PICTURES.glob("*.webp"):
        if path.stem not in named:
            path.unlink()


if __name__ == "__main__":
    main(sys.argv[1:])
