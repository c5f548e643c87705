"""Draws the covers that posts name, and removes pictures that none names any more."""

import sys

from portal.demo import drawing
from portal.demo.content import posts


def main(covers: list[str]) -> None:
    """Draw these covers, or all where none is given."""
    drawing.PICTURES.mkdir(exist_ok=True)
    named = {post.cover for post in posts()}
    for cover in covers or sorted(named):
        drawing.draw(cover).save(drawing.picture(cover), quality=82, method=6)
    for path in drawing.PICTURES.glob("*.webp"):
        if path.stem not in named:
            path.unlink()


if __name__ == "__main__":
    main(sys.argv[1:])
