"""The desk's addresses."""

from django.urls import path

from stories.desk import (
    bodies,
    events,
    issues,
    logbook,
    people,
    responses,
    sources,
    story,
    views,
    votes,
    why,
    withdrawals,
)

urlpatterns = [
    path("", views.desk, name="desk"),
    path("stories/<int:pk>/", story.desk_story, name="desk-story"),
    path("stories/<int:pk>/accept/", story.accept_listed, name="desk-accept-listed"),
    path("stories/<int:pk>/issue/", story.choose_issue, name="desk-choose-issue"),
    path("stories/<int:pk>/withdraw/", withdrawals.withdraw, name="desk-withdraw"),
    path("findings/<int:pk>/", story.decide, name="desk-decide"),
    path("findings/<int:pk>/changed/", views.changed, name="desk-changed"),
    path("findings/<int:pk>/why/", why.why, name="desk-why"),
    path("quotes/<int:pk>/reply/", responses.reply, name="desk-reply"),
    path("positions/<int:pk>/reply/", responses.reply_to_position, name="desk-reply-to-position"),
    path("votes/<int:pk>/", votes.vote, name="desk-vote"),
    path("votes/<int:pk>/put-off/", votes.put_off, name="desk-put-off"),
    path("events/new/", events.event, name="desk-new-event"),
    path("events/<int:pk>/", events.event, name="desk-event"),
    path("bodies/", bodies.bodies, name="desk-bodies"),
    path("bodies/<int:pk>/", bodies.body, name="desk-body"),
    path("issues/", issues.issues, name="desk-issues"),
    path("issues/new/", issues.issue, name="desk-new-issue"),
    path("issues/<int:pk>/", issues.issue, name="desk-issue"),
    path("people/", people.people, name="desk-people"),
    path("people/<int:pk>/", people.person, name="desk-person"),
    path("people/<int:pk>/mark/", people.mark, name="desk-mark"),
    path("people/<int:pk>/and/<int:other>/", people.compare, name="desk-compare"),
    path("people/<int:pk>/remove/", people.redact, name="desk-redact"),
    path("sources/", sources.sources, name="desk-sources"),
    path("sources/<int:pk>/", sources.tend, name="desk-tend"),
    path("log/", logbook.log, name="desk-log"),
    path("log/<int:pk>/undo/", logbook.undo, name="desk-undo"),
]
