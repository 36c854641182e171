"""Addresses of this room."""

from django.urls import include, path

from staffroom.attendance import views

patterns = ([
    path("guest/<slug:token>/", views.guest, name="guest"),
    path("guest/<slug:token>/quiz/", views.guest_quiz, name="guest_quiz"),
    path("guest/<slug:token>/questions/", views.guest_questions, name="guest_questions"),
    path("<slug:code>/", views.mine, name="mine"),
    path("<slug:code>/quiz/", views.quiz, name="quiz"),
    path("<slug:code>/questions/", views.questions, name="questions"),
    path("<slug:code>/room/", views.room, name="room"),
    path("<slug:code>/word/", views.word, name="word"),
    path("<slug:code>/people/", views.people, name="people"),
    path("<slug:code>/recording/", views.recording, name="recording"),
], "attendance")
urlpatterns = [path("attendance/", include(patterns))]
