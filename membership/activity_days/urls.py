from django.urls import path

from membership.activity_days.views import committee, days, meetings, own, record

app_name = "activity_days"
desk = "desk/activity-days/"
day = f"{desk}<int:pk>/"
meeting = f"{desk}meetings/<int:pk>/"
urlpatterns = [
    path(desk, days.day_list, name="list"),
    path(f"{desk}new/", days.day_new, name="new"),
    path(f"{desk}board/", committee.board, name="board"),
    path(f"{desk}unified/", committee.unified, name="unified"),
    path(f"{desk}setting/", committee.setting, name="setting"),
    path(f"{desk}meetings/", meetings.meeting_list, name="meetings"),
    path(f"{desk}meetings/new/", meetings.meeting_new, name="meeting_new"),
    path(meeting, meetings.meeting_detail, name="meeting"),
    *meetings.VERBS.urls(meeting),
    path(day, days.day_detail, name="detail"),
    path(f"{day}print/", days.day_print, name="print"),
    path(f"{day}example/", days.example, name="example"),
    path(f"{day}photos/<int:number>/", record.photo, name="photo"),
    *record.VERBS.urls(day),
    path("me/activity-days/", own.own_days, name="own"),
]
