from django.urls import path

from petitions.publication import views

app_name = "petitions_publication"
urlpatterns = [
    path("petitions/answered/", views.answered_list, name="answered"),
    path("petitions/answered/<int:pk>/", views.answered_detail, name="answered_one"),
    path("petitions/similar/", views.similar, name="similar"),
    path("desk/petitions/<str:code>/publish/", views.publish, name="publish"),
    path("desk/petitions/<str:code>/unpublish/", views.unpublish, name="unpublish"),
]
