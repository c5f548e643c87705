"""Addresses of what lists have many of."""

from django.test import override_settings
from django.urls import path, reverse
from hypothesis import given
from hypothesis import strategies as st

from core.paths import address

urlpatterns = [
    path("tep/<int:pk>/<str:name>", lambda request: None, name="file"),
    path("mot/", lambda request: None, name="one"),
]


@given(
    st.integers(0, 10**17),
    st.text(st.characters(exclude_characters="/", exclude_categories=["Cs"]), min_size=1),
)
@override_settings(ROOT_URLCONF=__name__)
def test_address_is_what_reverse_gives(pk, name):
    assert address("file", pk, name) == reverse("file", args=[pk, name])


@override_settings(ROOT_URLCONF=__name__)
def test_address_without_arguments_is_what_reverse_gives():
    assert address("one") == reverse("one")
