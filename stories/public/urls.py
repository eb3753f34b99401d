"""The public site's addresses, in one language."""

from django.urls import path

from stories.public import embed, views, wrong

urlpatterns = [
    path("", views.home, name="home"),
    path("issues/", views.issues, name="issues"),
    path("issues/<slug:slug>/", views.issue, name="issue"),
    path("issues/<slug:slug>/feed.atom", views.feed, {"kind": "issue"}, name="issue_feed"),
    path("issues/<slug:slug>/votes.ics", views.calendar, {"kind": "issue"}, name="issue_calendar"),
    path("people/<slug:slug>/feed.atom", views.feed, {"kind": "person"}, name="person_feed"),
    path("people/<slug:slug>/votes.ics", views.calendar, {"kind": "person"}, name="person_calendar"),
    path("bodies/<slug:slug>/feed.atom", views.feed, {"kind": "body"}, name="body_feed"),
    path("bodies/<slug:slug>/votes.ics", views.calendar, {"kind": "body"}, name="body_calendar"),
    path("places/<slug:slug>/feed.atom", views.feed, {"kind": "place"}, name="place_feed"),
    path("places/<slug:slug>/votes.ics", views.calendar, {"kind": "place"}, name="place_calendar"),
    path("feed.atom", views.feed, {"kind": "all"}, name="all_feed"),
    path("votes.ics", views.calendar, {"kind": "all"}, name="all_calendar"),
    path("issues/<slug:slug>/<slug:name>.<slug:form>", views.table, {"kind": "issue"}, name="issue_list"),
    path("people/<slug:slug>/<slug:name>.<slug:form>", views.table, {"kind": "person"}, name="person_list"),
    path("bodies/<slug:slug>/<slug:name>.<slug:form>", views.table, {"kind": "body"}, name="body_list"),
    path("places/<slug:slug>/<slug:name>.<slug:form>", views.table, {"kind": "place"}, name="place_list"),
    path("<slug:name>.<slug:form>", views.table, {"kind": "all"}, name="all_list"),
    path("people/<slug:slug>/", views.person, name="person"),
    path("bodies/<slug:slug>/", views.body, name="body"),
    path("votes/<int:pk>/", views.vote, name="vote"),
    path("votes/<int:pk>/vote.ics", views.vote_calendar, name="vote_calendar"),
    path("events/<int:pk>/", views.event, name="event"),
    path("events/<int:pk>/event.ics", views.event_calendar, name="event_calendar"),
    path("stories/<int:pk>/", views.story, name="story"),
    path("quotes/<int:pk>/", views.quote, name="quote"),
    path("embed/issues/<slug:slug>/", embed.embed_issue, name="embed_issue"),
    path("wrong/<int:pk>/", wrong.wrong, name="wrong"),
    path("answers/", wrong.answers, name="answers"),
    path("search/", views.search_page, name="search"),
    path("about/", views.about, name="about"),
]
