from django.urls import path

from center.accounts import own_views, second_factor, views

urlpatterns = [
    path("login/", views.login, name="login"),
    path("login/code/", views.login_code, name="login_code"),
    path("login/name/", views.login_name, name="login_name"),
    path("login/otp/", second_factor.otp, name="otp"),
    path("login/otp/recovery/", second_factor.otp_recovery, name="otp_recovery"),
    path("logout/", views.logout, name="logout"),
    path("signup/", views.signup, name="signup"),
    path("reset/", views.reset, name="reset"),
    path("me/password/", own_views.password, name="password"),
    path("me/data/", own_views.data, name="data"),
    path("me/data/file/", own_views.data_file, name="data_file"),
    path("me/data/erase/", own_views.erase, name="erase"),
    path("me/otp/", second_factor.otp_setup, name="otp_setup"),
    path("me/otp/codes/", second_factor.recovery_codes, name="recovery_codes"),
]
