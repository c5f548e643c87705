"""The form of what the public sends in (core.models.submissions), and what moderators are told of it.

All of it is plain text. What nobody sees but what changes how the rest is read is taken out; what is too
much is refused in a sentence, with nothing lost that was typed.
"""

import re
import secrets
from hashlib import sha256
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.models.submissions import MAX_NAME, MAX_TEXT, Submission
from core.text import format_number, only_visible, personal_numbers

MAX_LINKS = 2
# Which sending of a form it is: sent twice, it comes in once.
FORM_KEY = "ma"
# What the page makes a link of (core.templatetags.submissions), bare names of hosts as well.
_ADDRESS = re.compile(
    r"https?://|www\.|\b[\w-]+(?:\.[\w-]+)*\.(?:com|edu|gov|int|mil|net|org)\b(?!\.)", re.IGNORECASE
)
_MAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_OFFICIAL = re.compile(
    r"\b(sở|phòng) (giáo dục|gd)|\b(ban biên tập|quản trị|ubnd|ủy ban|admin)\b", re.IGNORECASE
)
_BLANK_LINES = re.compile(r"\n{3,}")


class StrangersField(forms.CharField):
    """Text of a stranger, of which nothing is kept that nobody sees."""

    def shown(self, value: Any) -> str:
        """Return what can be seen of it; raises ValidationError for far too much.

        Composing letters takes time by the square of the marks on one: 160,000 would keep a process busy for
        half a minute, so the length is asked for first. What is three times too long is so however it is
        written: a letter has at most three parts.
        """
        text = str(value or "")
        if len(text) > 3 * self.max_length:
            lengths = {"limit_value": self.max_length, "show_value": len(text)}
            raise ValidationError(self.error_messages["max_length"], code="max_length", params=lengths)
        return only_visible(text)


class LineField(StrangersField):
    """A line of a stranger."""

    def to_python(self, value: Any) -> str:
        return super().to_python(" ".join(self.shown(value).split()))


class TextField(StrangersField):
    """Some lines of a stranger; they keep their ends. A line end is one character, as browsers count it."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        lines = (line.rstrip() for line in self.shown(value).split("\n"))
        return super().to_python(_BLANK_LINES.sub("\n\n", "\n".join(lines)))

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        # A browser that knows the limit cuts a long paste off without a word; the form says it in one.
        return {}


class OnceForm(forms.Form):
    """A form that comes in once, however often it is sent."""

    ma = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def key(self) -> bytes | None:
        """Return what one sending of a valid form is known by; None for a form that carried no number."""
        if not self.cleaned_data[FORM_KEY]:
            return None
        said = "\0".join(str(self.cleaned_data[name]) for name in sorted(self.cleaned_data))
        return sha256(said.encode()).digest()


class SubmissionForm(OnceForm):
    """Name, e-mail address (if one likes) and text."""

    ho_ten = LineField(
        label="Họ tên",
        max_length=MAX_NAME,
        error_messages={
            "required": "Hãy ghi tên của bạn, hoặc tên mà bạn muốn hiện trên cổng.",
            "max_length": f"Tên dài quá {MAX_NAME} ký tự, hãy rút gọn.",
        },
    )
    thu_dien_tu = forms.EmailField(
        label="Thư điện tử",
        required=False,
        max_length=254,
        error_messages={
            "invalid": "Địa chỉ thư điện tử chưa đúng. Hãy sửa, hoặc xóa đi: ô này không bắt buộc.",
            "max_length": "Địa chỉ thư điện tử dài quá.",
        },
    )
    noi_dung = TextField(
        label="Nội dung",
        max_length=MAX_TEXT,
        error_messages={
            "required": "Bạn chưa viết gì. Hãy viết rồi gửi.",
            "max_length": f"Dài quá {format_number(MAX_TEXT)} ký tự (đang là %(show_value)d). Hãy rút gọn.",
        },
    )

    def clean_ho_ten(self) -> str:
        name = self.cleaned_data["ho_ten"]
        if not any(char.isalpha() for char in name):
            raise ValidationError(self.fields["ho_ten"].error_messages["required"])
        if _ADDRESS.search(name) or _MAIL.search(name):
            raise ValidationError("Ô này chỉ ghi tên, không ghi địa chỉ trang web hay thư điện tử.")
        return name

    def clean_noi_dung(self) -> str:
        text = self.cleaned_data["noi_dung"]
        if not any(char.isalnum() for char in text):
            raise ValidationError(self.fields["noi_dung"].error_messages["required"])
        if len(_ADDRESS.findall(text)) > MAX_LINKS:
            raise ValidationError(f"Chỉ được nhắc tới nhiều nhất {MAX_LINKS} địa chỉ trang web. Hãy bớt đi.")
        return text


def new_form_key() -> str:
    """Return a number for a form that is handed out."""
    return secrets.token_urlsafe(12)


def warnings_of(submission: Submission) -> list[str]:
    """Return what a moderator should look at twice, in some words each."""
    text, found = submission.text, []
    found += [f"có số giống {number.name}" for number in personal_numbers(text)]
    if _MAIL.search(text):
        found.append("có địa chỉ thư điện tử")
    if _ADDRESS.search(text):
        found.append("có liên kết")
    if not submission.is_official and _OFFICIAL.search(submission.name):
        found.append("tên giống tên cơ quan")
    return list(dict.fromkeys(found))
