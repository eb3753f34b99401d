"""Every address of the program: the public site, the reader's pages, the desk, what watches it."""

from django.conf import settings
from django.contrib.auth.views import LogoutView
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.cache import never_cache
from django.views.generic import RedirectView

from civictrack import healthz, metrics
from civictrack.password import ChangePassword
from civictrack.plumbing import plumbing
from civictrack.second_factor import second_factor
from civictrack.sign_in import CodeStep, SignIn
from stories.public import embed, sitemaps, well_known

handler404 = "stories.public.browse.missing"
handler500 = "civictrack.outage.on_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", RedirectView.as_view(pattern_name="home")),
    path("en/", include("stories.public.urls")),
    path("en/", include("votes.urls")),
    path("desk/", include("stories.desk.urls")),
    path("desk/login/", SignIn.as_view(), name="login"),
    path("desk/login/code/", CodeStep.as_view(), name="login-code"),
    path("desk/second-factor/", second_factor, name="second-factor"),
    path("desk/password/", never_cache(ChangePassword.as_view()), name="password"),
    path("desk/logout/", LogoutView.as_view(), name="logout"),
    path("plumbing/", plumbing.urls),
    path("healthz/alerts", healthz.alerts, name="healthz-alerts"),
    path("metrics", metrics.metrics, name="metrics"),
    path("oembed", embed.oembed, name="oembed"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemaps.part, name="sitemap_part"),
    path("robots.txt", well_known.robots, name="robots"),
    path(".well-known/security.txt", well_known.security, name="security"),
]
if settings.MAIL_SERVICE:
    urlpatterns.append(path("mail-events/", include("anymail.urls")))
