"""Addresses of signing in and of one's own account."""

from django.urls import path

from portal.accounts.views import account, resetting, signing_in

urlpatterns = [
    path("dang-nhap/", signing_in.sign_in, name="login"),
    path("dang-xuat/", signing_in.sign_out, name="logout"),
    path("dang-nhap/quen-mat-khau/", resetting.forgotten, name="password-forgotten"),
    path("dang-nhap/mat-khau-moi/xong/", resetting.new_password_done, name="password-reset-done"),
    path("dang-nhap/mat-khau-moi/<uidb64>/<token>/", resetting.new_password, name="password-reset"),
    path("tai-khoan/", account.account, name="account"),
    path("tai-khoan/mat-khau/", account.change_password, name="account-password"),
]
