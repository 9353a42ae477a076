from django.urls import path

from center.registers.views import urls
from membership.transfers.registers import REFUSALS
from membership.transfers.views import cases, exports, own, prints, registers, verbs

app_name = "transfers"
urlpatterns = [
    path("transfers/new/", own.new, name="new"),
    path("transfers/<str:code>/", own.show, name="story"),
    *verbs.OWN.urls("transfers/<str:code>/"),
    path("desk/transfers/", registers.register, name="register"),
    path("desk/transfers/new/", registers.out_new, name="out_new"),
    path("desk/transfers/export/", exports.export, name="export"),
    path("desk/transfers/in/new/", registers.in_new, name="in_new"),
    path("desk/transfers/refusals/<int:pk>/", registers.refusal, name="refusal"),
    *urls(REFUSALS),
    path("desk/transfers/<str:code>/", cases.case, name="case"),
    path("desk/transfers/<str:code>/letter/", prints.letter, name="letter"),
    path("desk/transfers/<str:code>/papers/", prints.papers, name="papers"),
    path(
        "desk/transfers/<str:code>/receipt-form/",
        prints.receipt_form,
        name="receipt_form",
    ),
    *verbs.VERBS.urls("desk/transfers/<str:code>/"),
]
