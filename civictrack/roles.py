"""The desk's three roles, as groups. A migration makes them; what is missing is made again after each migrate."""

from typing import Any

from django.apps import AppConfig, apps
from django.db import DEFAULT_DB_ALIAS

# By role, what it may, as app, model and verb. A curator decides; an editor keeps what all rests on, too.
DECIDE, EDIT = ("stories", "finding", "change"), ("stories", "loggedaction", "change")
ROLES = {
    "curator": [DECIDE],
    "editor": [DECIDE, EDIT],
    "administrator": [DECIDE, EDIT, *(("auth", "user", verb) for verb in ("add", "change", "view"))],
}


def make_roles(sender: AppConfig, using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """Make the groups and give them what they may. Runs once the last app's permissions are there."""
    from django.contrib.auth.models import Group, Permission

    if sender is not [app for app in apps.get_app_configs() if app.models_module][-1]:
        return
    for name, rights in ROLES.items():
        group, _created = Group.objects.using(using).get_or_create(name=name)
        for app, model, verb in rights:
            known = Permission.objects.using(using).filter(content_type__app_label=app, codename=f"{verb}_{model}")
            group.permissions.add(*known)
