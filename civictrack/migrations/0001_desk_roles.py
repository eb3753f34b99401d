"""The desk's three roles, as groups. Whoever has an account was a full curator: they become editors, and lose nothing."""

import logging

from django.conf import settings
from django.db import migrations

DECIDE, EDIT = ("stories", "finding", "change"), ("stories", "loggedaction", "change")
USERS = [("auth", "user", verb) for verb in ("add", "change", "view")]
ROLES = {"curator": [DECIDE], "editor": [DECIDE, EDIT], "administrator": [DECIDE, EDIT, *USERS]}

log = logging.getLogger(__name__)


def make_roles(apps, schema_editor):
    Group, User = apps.get_model("auth", "Group"), apps.get_model("auth", "User")
    for name, permissions in ROLES.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(*(permission(apps, *known) for known in permissions))
    editor = Group.objects.get(name="editor")
    for user in User.objects.filter(is_active=True).order_by("pk"):
        user.groups.add(editor)
        log.info("Account %s is an editor now", user.username)


def permission(apps, app, model, verb):
    """Django makes its permissions after the last migration only: what is not there yet is made as it will look for it."""
    ContentType, Permission = apps.get_model("contenttypes", "ContentType"), apps.get_model("auth", "Permission")
    kind, _ = ContentType.objects.get_or_create(app_label=app, model=model)
    name = f"Can {verb} {'logged action' if model == 'loggedaction' else model}"
    made, _ = Permission.objects.get_or_create(content_type=kind, codename=f"{verb}_{model}", defaults={"name": name})
    return made


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        # From here on the log of curation is called as its permission says.
        ("stories", "0006_logged_actions_and_extractors"),
    ]

    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
