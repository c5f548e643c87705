import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from core.richtext import rules
from core.richtext.sanitiser import sanitise
from core.text import nfc
from tests.core.richtext_checks import assert_harmless
from tests.core.richtext_payloads import PAYLOADS

TAGS = sorted(
    rules.TAGS
    | rules.DROPPED_WITH_CONTENT
    | {
        "b",
        "center",
        "col",
        "colgroup",
        "dd",
        "dl",
        "dt",
        "font",
        "form",
        "h1",
        "h5",
        "i",
        "input",
        "o:p",
        "span",
    }
)
ATTRIBUTES = [
    *("", " style='text-align:center'", " style='font-weight:bold;vertical-align:super'"),
    *(" style='float:left;width:50px'", " style='display:none'", " style='mso-list:l0 level1 lfo1'"),
    *(" style='mso-list:l0 level2 lfo1'", " style='mso-list:Ignore'", " style='list-style-type:none'"),
    *(" class='table-scroll'", " class='image-center'", " class='image image-left'", " align=center"),
    *(
        " href='https://e.vn/đ'",
        " href=#x",
        " href='java&#9;script:x'",
        " src='/m/a b.png'",
        " src='//e.vn/x'",
    ),
    *(
        " src='data:x'",
        " src=x onerror=x",
        " type=a start=4",
        " value=3",
        " colspan=2 rowspan=0",
        " border=0",
    ),
]
TEXTS = [
    *(
        "a",
        "  ",
        "&nbsp;",
        "&nbsp;&nbsp; ",
        "\n",
        "1.",
        "a)",
        "-",
        "iv.",
        "\u0338",
        "e\u0301",
        "&#x301;",
        "\t",
    ),
    *(
        "\u200b",
        "&lt;b&gt;",
        "<",
        "&",
        "]]>",
        "<!--",
        "-->",
        "--!>",
        "<![CDATA[",
        "<![if !x]>",
        "\x0c",
        "\x00",
    ),
    *("\r\n", "&#13;", "&#1;", '"', "'", "\ud800", "\ufffe"),
]
MARKUP = st.lists(
    st.one_of(
        st.builds(
            "<{}{}{}>".format, st.sampled_from(TAGS), st.sampled_from(ATTRIBUTES), st.sampled_from(ATTRIBUTES)
        ),
        st.builds("</{}>".format, st.sampled_from(TAGS)),
        st.sampled_from(TEXTS),
        st.sampled_from(sorted(PAYLOADS.values())),
        st.text(max_size=5),
    ),
    max_size=14,
).map("".join)


@pytest.mark.parametrize("name", PAYLOADS)
def test_attack_leaves_only_what_is_allowed(name):
    assert_harmless(sanitise(PAYLOADS[name]))


@pytest.mark.parametrize("name", PAYLOADS)
def test_attack_is_harmless_when_its_result_is_read_as_source(name):
    assert sanitise(sanitise(PAYLOADS[name])) == sanitise(PAYLOADS[name])


@pytest.mark.parametrize("name", PAYLOADS)
def test_attack_wrapped_in_a_table_cell_leaves_only_what_is_allowed(name):
    assert_harmless(sanitise(f"<table><tr><td><p>a{PAYLOADS[name]}b</p></td></tr></table><p>c</p>"))


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(MARKUP)
@example("<h5 style='float:left'><figure style='text-align:center'></pre><hr><![CDATA[</thead><blockquote>")
@example("<p>&nbsp;\u0338</p>")
def test_any_markup_comes_out_allowed_stable_and_in_nfc(html):
    clean = sanitise(html)
    assert_harmless(clean)
    assert sanitise(clean) == clean
    assert nfc(clean) == clean


@settings(deadline=None)
@given(st.text(alphabet=st.characters(exclude_characters="<>&", exclude_categories=["C", "Z", "M"])))
def test_text_without_markup_is_kept(text):
    assert sanitise(text) == nfc(text)


def test_text_nested_beyond_reason_gives_its_text():
    html = "<div>" * 200_000 + "Thông <b>báo</b> &lt;b&gt;<br>\u0338\u200b"
    clean = "<p>Thông</p>\n<p>báo</p>\n<p>&lt;b&gt;</p>"
    assert sanitise(html) == clean
    assert sanitise(clean) == clean


def test_deep_but_possible_nesting_keeps_its_text():
    html = "<blockquote>" * 300 + "Thông báo"
    clean = sanitise(html)
    assert "Thông báo" in clean
    assert sanitise(clean) == clean


def test_many_unclosed_paragraphs_are_not_nesting():
    html = "<p>a<br><i>b</i>" * 2000
    assert sanitise(html).count("<p>") == 2000


def test_text_that_never_settles_gives_its_text(monkeypatch):
    monkeypatch.setattr("core.richtext.sanitiser.MAX_ROUNDS", 1)
    assert sanitise("<div>Thông <i>báo</i></div>") == "<p>Thông</p>\n<p>báo</p>"
