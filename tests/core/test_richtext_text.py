import pytest

from core.richtext.text import to_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("Thông báo", "Thông báo"),
        ("<h2>A</h2><p>b <strong>c</strong>d</p>", "A\nb cd"),
        ("<p>a<br>b</p>", "a\nb"),
        ("<p>một\nhai&nbsp;ba</p>", "một hai ba"),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", "a\nb"),
        ("<table><tbody><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></tbody></table>", "a b\nc"),
        ("<p>5 &lt; 6 &amp;amp; &quot;x&quot;</p>", '5 < 6 &amp; "x"'),
        ('<p><img src="/a.png" alt="ảnh">x<script>y</script></p>', "x"),
        ("<h1>a</h1><div>b</div><dt>c</dt>", "a\nb\nc"),
    ],
)
def test_text_has_a_line_for_each_block(html, text):
    assert to_text(html) == text
