"""The reader's own pages, in one language."""

from django.urls import path

from votes import views

urlpatterns = [
    path("subscribe/<slug:kind>/<slug:ref>/", views.subscribe, name="subscribe"),
    path("subscribe/<slug:kind>/<slug:ref>/sent/", views.check_mail, name="check_mail"),
    path("confirm/<str:key>/", views.confirm, name="confirm"),
    path("alerts/<str:key>/", views.manage, name="manage"),
    path("leave/<str:key>/", views.leave_all, name="leave_all"),
    path("leave/<str:key>/<int:subscription>/", views.leave, name="leave"),
    path("erase/<str:key>/", views.erase, name="erase"),
]
