from django.urls import path

from center.notices.registers import DUTIES
from center.notices.views import desk, public
from center.registers.views import urls

app_name = "notices"
at_desk = "desk/notices/"
one = f"{at_desk}<int:notice_pk>/"
one_public = "notices/<int:pk>/"
urlpatterns = [
    path("notices/", public.notice_list, name="list"),
    path("notices/feed/", public.feed, name="feed"),
    path(one_public, public.notice, name="notice"),
    path(f"{one_public}files/<str:token>/", public.notice_file, name="file"),
    path("disclosure/", public.disclosure, name="disclosure"),
    path(at_desk, desk.notice_list, name="desk_list"),
    path(f"{at_desk}new/", desk.notice_new, name="desk_new"),
    path(f"{at_desk}<int:pk>/", desk.notice_detail, name="desk_notice"),
    path(f"{at_desk}<int:pk>/files/<str:token>/", desk.desk_file, name="desk_file"),
    *desk.VERBS.urls(one),
    *urls(DUTIES),
]
