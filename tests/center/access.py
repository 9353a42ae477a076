from tests.access import Row, everybody, logged_in, staff

TABLE = {
    "": everybody(200),
    "size/": everybody(302),
    "login/": Row(200, 302, 302, 302, 302, 302, 302),
    "login/otp/": logged_in(302),
    "login/otp/recovery/": logged_in(302),
    "logout/": everybody(405),
    "signup/": everybody(200),
    "reset/": everybody(200),
    "me/": logged_in(),
    "me/password/": logged_in(),
    "me/data/": logged_in(),
    "me/data/file/": logged_in(),
    "me/data/erase/": logged_in(),
    "me/otp/": staff(resident=302),
    "me/otp/codes/": staff(302, resident=302),
    "desk/": staff(),
    "healthz": everybody(200),
    "readyz": everybody(200),
    "robots.txt": everybody(200),
    "favicon.ico": everybody(302),
}
