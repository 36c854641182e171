"""Addresses of this room. /receipts/<code>/ stands on receipts, and /trust/checkpoints.txt is what people keep: they never change."""

from django.urls import include, path

from staffroom.ledger import views

mine = ([
    path("", views.hours, name="hours"),
    path("<slug:code>/receipt.txt", views.receipt, name="receipt"),
], "ledger")
anybody = ([path("<slug:code>/", views.standing, name="standing")], "receipts")
urlpatterns = [path("record/hours/", include(mine)), path("receipts/", include(anybody)),
               path("trust/checkpoints.txt", views.checkpoints, name="checkpoints")]
