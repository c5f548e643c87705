"""The forms of signing in and of one's own account."""

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.forms import (
    AdminPasswordChangeForm,
    PasswordChangeForm,
    SetPasswordForm,
    UserCreationForm,
    UsernameField,
)

NAME = {"autofocus": True, "autocapitalize": "none", "autocomplete": "username"}


class SignInForm(forms.Form):
    username = UsernameField(
        label="Tên đăng nhập",
        max_length=150,
        widget=forms.TextInput(attrs=NAME),
        error_messages={"required": "Hãy nhập tên đăng nhập.", "max_length": "Tên đăng nhập dài quá."},
    )
    # Hashing takes as long as the text: what nobody types is not hashed.
    password = forms.CharField(
        label="Mật khẩu",
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Hãy nhập mật khẩu.", "max_length": "Mật khẩu dài quá."},
    )


class ForgottenForm(forms.Form):
    said = forms.CharField(
        label="Tên đăng nhập hoặc thư điện tử",
        max_length=254,
        widget=forms.TextInput(attrs=NAME),
        error_messages={"required": "Hãy nhập tên đăng nhập hoặc thư điện tử."},
    )


class RulesAtOnceMixin:
    """Says all that is wrong with a new password at once, under it.

    Django looks at the second box, which is empty for it once the two differ.
    """

    def validate_password_for_user(
        self,
        user: AbstractBaseUser,
        password_field_name: str = "password2",  # noqa: S107 - a field
    ) -> None:
        first = password_field_name.replace("password2", "password1")
        super().validate_password_for_user(user, password_field_name=first)


class NewAccountForm(RulesAtOnceMixin, UserCreationForm):
    """The form of an account that a keeper makes."""


class OtherPasswordForm(RulesAtOnceMixin, AdminPasswordChangeForm):
    """A new password that a keeper gives to an account."""


class NewPasswordForm(RulesAtOnceMixin, SetPasswordForm):
    """A new password, of one who came by a link."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].label = "Mật khẩu mới"
        self.fields["new_password2"].label = "Nhập lại mật khẩu mới"
        self.fields["new_password2"].help_text = ""


class ChangePasswordForm(RulesAtOnceMixin, PasswordChangeForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = "Mật khẩu hiện nay"
        self.fields["new_password1"].label = "Mật khẩu mới"
        self.fields["new_password2"].label = "Nhập lại mật khẩu mới"
        self.fields["new_password2"].help_text = ""


class CodeForm(forms.Form):
    """A code of the app, or one for recovery."""

    code = forms.CharField(
        label="Mã xác thực",
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "autofocus": True,
                "autocomplete": "one-time-code",
                "autocapitalize": "none",
                "spellcheck": "false",
            }
        ),
        error_messages={"required": "Hãy nhập mã."},
    )


class PasskeyForm(forms.Form):
    name = forms.CharField(
        label="Tên của khóa, để bạn nhận ra",
        max_length=60,
        initial="Khóa của tôi",
        error_messages={"required": "Hãy đặt tên cho khóa."},
    )


class ConfirmForm(forms.Form):
    password = forms.CharField(
        label="Mật khẩu",
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autofocus": True, "autocomplete": "current-password"}),
        error_messages={"required": "Hãy nhập mật khẩu."},
    )
