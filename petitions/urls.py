from django.urls import path

from petitions.views import own, prove, public

app_name = "petitions"
urlpatterns = [
    path("me/petitions/", own.own_list, name="own"),
    path("petitions/new/", public.petition_new, name="new"),
    path("petitions/track/", public.track, name="track"),
    path("petitions/<str:code>/", public.petition_detail, name="detail"),
    path("petitions/<str:code>/leave/", public.leave, name="leave"),
    path("petitions/<str:code>/prove/", prove.prove, name="prove"),
    path("petitions/<str:code>/message/", own.message, name="message"),
    path("petitions/<str:code>/rate/", own.rate, name="rate"),
    path("petitions/<str:code>/withdraw/", own.withdraw, name="withdraw"),
    path("petitions/<str:code>/reopen/", own.reopen, name="reopen"),
    path("petitions/<str:code>/slip/", public.slip, name="slip"),
    path(
        "petitions/<str:code>/files/<str:token>/", public.attachment, name="attachment"
    ),
]
