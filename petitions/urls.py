from django.urls import path

from petitions import own_views, prove_views, views

app_name = "petitions"
urlpatterns = [
    path("me/petitions/", own_views.own_list, name="own"),
    path("petitions/new/", views.petition_new, name="new"),
    path("petitions/track/", views.track, name="track"),
    path("petitions/<str:code>/", views.petition_detail, name="detail"),
    path("petitions/<str:code>/leave/", views.leave, name="leave"),
    path("petitions/<str:code>/prove/", prove_views.prove, name="prove"),
    path("petitions/<str:code>/message/", own_views.message, name="message"),
    path("petitions/<str:code>/rate/", own_views.rate, name="rate"),
    path("petitions/<str:code>/withdraw/", own_views.withdraw, name="withdraw"),
    path("petitions/<str:code>/reopen/", own_views.reopen, name="reopen"),
    path("petitions/<str:code>/slip/", views.slip, name="slip"),
    path(
        "petitions/<str:code>/files/<str:token>/", views.attachment, name="attachment"
    ),
]
