"""Addresses of this room."""

from django.urls import path

from staffroom.kit.health import health

urlpatterns = [path("health", health, name="health")]
