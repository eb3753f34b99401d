"""The desk's addresses."""

from django.urls import path

from stories.desk import views

urlpatterns = [
    path("", views.desk, name="desk"),
    path("stories/<int:pk>/", views.desk_story, name="desk-story"),
    path("stories/<int:pk>/accept-rest/", views.accept_rest, name="desk-accept-rest"),
    path("stories/<int:pk>/issue/", views.choose_issue, name="desk-choose-issue"),
    path("findings/<int:pk>/", views.decide, name="desk-decide"),
    path("votes/<int:pk>/", views.desk_vote, name="desk-vote"),
    path("decisions/", views.decisions, name="desk-decisions"),
    path("decisions/<int:pk>/undo/", views.undo, name="desk-undo"),
]
