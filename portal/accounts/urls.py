"""Addresses of signing in and of one's own account."""

from django.urls import path

from portal.accounts.views import account, keep_alive, resetting, second_factor, signing_in

urlpatterns = [
    path("dang-nhap/", signing_in.sign_in, name="login"),
    path("dang-nhap/ma-xac-thuc/", signing_in.code, name="login-code"),
    path("dang-nhap/quen-mat-khau/", resetting.forgotten, name="password-forgotten"),
    path("dang-nhap/mat-khau-moi/xong/", resetting.new_password_done, name="password-reset-done"),
    path("dang-nhap/mat-khau-moi/<uidb64>/<token>/", resetting.new_password, name="password-reset"),
    path("dang-xuat/", signing_in.sign_out, name="logout"),
    path("tai-khoan/", account.account, name="account"),
    path("tai-khoan/mat-khau/", account.change_password, name="account-password"),
    path("tai-khoan/xac-nhan/", second_factor.confirm, name="account-confirm"),
    path("tai-khoan/thiet-bi/dang-xuat/", account.end_sessions, name="sessions-end"),
    path("tai-khoan/thiet-bi/<int:pk>/dang-xuat/", account.end_sessions, name="session-end"),
    path("tai-khoan/con-lam/", keep_alive.keep_alive, name="keep-alive"),
    path("tai-khoan/da-tro-lai/", keep_alive.back_again, name="back-again"),
    path("tai-khoan/hai-lop/", second_factor.overview, name="second-factor"),
    path("tai-khoan/hai-lop/ung-dung/", second_factor.app, name="app-add"),
    path("tai-khoan/hai-lop/ung-dung/bo/", second_factor.remove, name="app-remove"),
    path("tai-khoan/hai-lop/khoa/", second_factor.passkey, name="passkey-add"),
    path("tai-khoan/hai-lop/khoa/<int:pk>/bo/", second_factor.remove, name="passkey-remove"),
    path("tai-khoan/hai-lop/ma-du-phong/", second_factor.codes, name="recovery-codes"),
]
