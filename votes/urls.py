"""The reader's own pages, in one language. What `votes/alerts/unlogged.py` keeps out of the log stands there, too."""

from django.urls import path

from votes import reader_pages as own
from votes import views
from votes.alerts.tokens import Purpose

urlpatterns = [
    path("subscribe/<slug:kind>/<slug:ref>/", views.subscribe, name="subscribe"),
    path("subscribe/<slug:kind>/<slug:ref>/sent/", views.check_mail, name="check_mail"),
    path("alerts/", own.manage, name="manage"),
    path("alerts/link/", views.ask_link, name="ask_link"),
    path("alerts/link/sent/", views.link_sent, name="link_sent"),
    path("alerts/leave/", own.leave_all, name="leave_all"),
    path("alerts/address/", own.change_address, name="change_address"),
    path("alerts/download/", own.download, name="download"),
    path("alerts/revoke/", own.revoke, name="revoke"),
    path("alerts/erase/", own.erase, name="erase"),
    path("alerts/<str:token>/", own.open_page, {"purpose": Purpose.MANAGE}, name="open_manage"),
    path("confirm/", own.confirm, name="confirm"),
    path("confirm/<str:token>/", own.open_page, {"purpose": Purpose.CONFIRM}, name="open_confirm"),
    path("never/", own.never, name="never"),
    path("never/<str:token>/", own.open_page, {"purpose": Purpose.NEVER}, name="open_never"),
    path("new-address/", own.new_address, name="new_address"),
    path("new-address/<str:token>/", own.open_page, {"purpose": Purpose.ADDRESS}, name="open_new_address"),
    path("leave/<str:token>/", views.leave, name="open_leave"),
    # As mails had them before there were tokens.
    path("leave/<str:token>/<int:subscription>/", views.leave, name="open_leave_before"),
    path("erase/<str:token>/", own.open_page, {"purpose": Purpose.MANAGE}, name="open_erase_before"),
]
