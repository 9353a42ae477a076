from django.urls import path

from center.accounts.views import log_in, own, second_factor

urlpatterns = [
    path("login/", log_in.login, name="login"),
    path("login/code/", log_in.login_code, name="login_code"),
    path("login/name/", log_in.login_name, name="login_name"),
    path("login/otp/", second_factor.otp, name="otp"),
    path("login/otp/recovery/", second_factor.otp_recovery, name="otp_recovery"),
    path("logout/", log_in.logout, name="logout"),
    path("signup/", log_in.signup, name="signup"),
    path("reset/", log_in.reset, name="reset"),
    path("me/password/", own.password, name="password"),
    path("me/data/", own.data, name="data"),
    path("me/data/file/", own.data_file, name="data_file"),
    path("me/data/erase/", own.erase, name="erase"),
    path("me/otp/", second_factor.otp_setup, name="otp_setup"),
    path("me/otp/codes/", second_factor.recovery_codes, name="recovery_codes"),
]
