"""The public site's addresses, in one language."""

from django.urls import path

from stories.public import browse, views

urlpatterns = [
    path("", views.home, name="home"),
    path("issues/", browse.issues, name="issues"),
    path("issues/<slug:slug>/", views.issue, name="issue"),
    path("issues/<slug:slug>/feed.atom", views.issue_feed, name="issue_feed"),
    path("issues/<slug:slug>/votes.ics", views.issue_calendar, name="issue_calendar"),
    path("people/", browse.people, name="people"),
    path("people/<slug:slug>/", views.person, name="person"),
    path("bodies/", browse.bodies, name="bodies"),
    path("bodies/<slug:slug>/", views.body, name="body"),
    path("votes/", browse.votes, name="votes"),
    path("votes/<int:pk>/", views.vote, name="vote"),
    path("votes/<int:pk>/vote.ics", views.vote_calendar, name="vote_calendar"),
    path("events/<int:pk>/", views.event, name="event"),
    path("events/<int:pk>/event.ics", views.event_calendar, name="event_calendar"),
    path("stories/<int:pk>/", views.story, name="story"),
    path("quotes/<int:pk>/", views.quote, name="quote"),
    path("places/", browse.place_index, name="places"),
    path("places/<slug:slug>/", browse.place, name="place"),
    path("outlets/", browse.outlet_index, name="outlets"),
    path("outlets/<slug:slug>/", browse.outlet, name="outlet"),
    path("corrections/", browse.corrections, name="corrections"),
    path("methods/", browse.methods, name="methods"),
    path("search/", views.search_page, name="search"),
    path("about/", browse.own_page, {"name": "about"}, name="about"),
    path("contact/", browse.own_page, {"name": "contact"}, name="contact"),
    path("privacy/", browse.own_page, {"name": "privacy"}, name="privacy"),
]
