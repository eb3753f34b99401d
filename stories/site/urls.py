"""The public site's addresses, in one language."""

from django.urls import path

from stories.site import views

urlpatterns = [
    path("", views.home, name="home"),
    path("issues/", views.issues, name="issues"),
    path("issues/<slug:slug>/", views.issue, name="issue"),
    path("people/<slug:slug>/", views.person, name="person"),
    path("bodies/<slug:slug>/", views.body, name="body"),
    path("votes/<int:pk>/", views.vote, name="vote"),
    path("stories/<int:pk>/", views.story, name="story"),
    path("quotes/<int:pk>/", views.quote, name="quote"),
    path("about/", views.about, name="about"),
]
