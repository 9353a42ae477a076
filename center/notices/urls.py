from django.urls import path

from center.notices import desk_views, views
from center.notices.registers import DUTIES
from center.registers.views import urls

app_name = "notices"
desk = "desk/notices/"
one = f"{desk}<int:notice_pk>/"
public = "notices/<int:pk>/"
urlpatterns = [
    path("notices/", views.notice_list, name="list"),
    path("notices/feed/", views.feed, name="feed"),
    path(public, views.notice, name="notice"),
    path(f"{public}files/<str:token>/", views.notice_file, name="file"),
    path("disclosure/", views.disclosure, name="disclosure"),
    path(desk, desk_views.notice_list, name="desk_list"),
    path(f"{desk}new/", desk_views.notice_new, name="desk_new"),
    path(f"{desk}<int:pk>/", desk_views.notice_detail, name="desk_notice"),
    path(f"{desk}<int:pk>/files/<str:token>/", desk_views.desk_file, name="desk_file"),
    *desk_views.VERBS.urls(one),
    *urls(DUTIES),
]
