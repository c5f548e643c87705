"""The list of environment variables that people copy from."""

import re

import pytest
from django.conf import settings

READERS = re.compile(r"""(?:env(?:\.\w+)?|required|environ\.get)\(\s*"([A-Z][A-Z_]+)\"""")


@pytest.mark.parametrize("path", ["portal/settings.py", "portal/gunicorn.py", "tests/browser/conftest.py"])
def test_every_variable_that_is_read_stands_in_the_example(path):
    example = (settings.BASE_DIR / ".env.example").read_text()
    read = set(READERS.findall((settings.BASE_DIR / path).read_text()))
    assert read
    assert {name for name in read if f"#{name}=" not in example} == set()
