"""Grammars (RELAX NG) of the formats that programs read, written after their specifications."""

from pathlib import Path

from lxml import etree


def validated(content: bytes, grammar: str) -> etree._Element:
    """Return the root of an XML document that keeps to a grammar of this folder ("atom")."""
    root = etree.fromstring(content)
    rules = etree.RelaxNG(etree.parse(Path(__file__).parent / f"{grammar}.rng"))
    rules.assertValid(root)
    return root
