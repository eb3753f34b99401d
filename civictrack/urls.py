"""Every address of the program: the public site, the reader's pages, the desk."""

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

handler500 = "civictrack.outage.on_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", RedirectView.as_view(pattern_name="home")),
    path("en/", include("stories.public.urls")),
    path("en/", include("votes.urls")),
    path("desk/", include("stories.desk.urls")),
    path("desk/login/", LoginView.as_view(template_name="desk/login.html"), name="login"),
    path("desk/logout/", LogoutView.as_view(), name="logout"),
]
