"""The forms of signing in and of one's own account."""

from django import forms
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm, UsernameField


class SignInForm(forms.Form):
    username = UsernameField(
        label="Tên đăng nhập",
        max_length=150,
        widget=forms.TextInput(
            attrs={"autofocus": True, "autocapitalize": "none", "autocomplete": "username"}
        ),
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
        widget=forms.TextInput(
            attrs={"autofocus": True, "autocapitalize": "none", "autocomplete": "username"}
        ),
        error_messages={"required": "Hãy nhập tên đăng nhập hoặc thư điện tử."},
    )


class NewPasswordForm(SetPasswordForm):
    """A new password, of one who came by a link."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].label = "Mật khẩu mới"
        self.fields["new_password2"].label = "Nhập lại mật khẩu mới"
        self.fields["new_password2"].help_text = ""


class ChangePasswordForm(PasswordChangeForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = "Mật khẩu hiện nay"
        self.fields["new_password1"].label = "Mật khẩu mới"
        self.fields["new_password2"].label = "Nhập lại mật khẩu mới"
        self.fields["new_password2"].help_text = ""
