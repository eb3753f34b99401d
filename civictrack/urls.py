"""Every address of the program: the public site, the reader's pages, the desk."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
