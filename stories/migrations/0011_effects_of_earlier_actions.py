"""What was logged before effects were kept gets them, as far as the log says what an action changed, so that it can be
undone as everything since. The log itself stays as it is.
"""

import json

from django.db import connection, migrations

# The functions and tables as they were; frozen, since the program's own will change.
OF_FINDING = ("state", "payload", "spans", "issue_id", "person_id", "quote_id", "position_id", "vote_id", "governs")
MADE = {
    "quote": "stories_quote", "position": "votes_position", "vote": "votes_vote", "role": "officials_role",
    "person": "officials_person", "body": "officials_body", "place": "officials_place",
}  # fmt: skip
MOVED = {
    "officials.Role": "officials_role", "officials.Alias": "officials_alias", "votes.Position": "votes_position",
    "votes.Ballot": "votes_ballot", "stories.Quote": "stories_quote", "stories.Response": "stories_response",
    "stories.Finding": "stories_finding", "votes.Subscription": "votes_subscription",
}  # fmt: skip


def changed(table, row, before, after):
    """Return the change of a row, None where nothing differs."""
    names = [name for name in before if name in after and before[name] != after[name]]
    if not names:
        return None
    return table, row, "update", {n: before[n] for n in names}, {n: after[n] for n in names}


def as_it_is(action, apps):
    """Return the finding as the trigger would write it, if this action decided it last; what it did not log is there."""
    if apps.get_model("stories", "LoggedAction").objects.filter(finding=action.finding_id, pk__gt=action.pk).exists():
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(f)::text FROM stories_finding f WHERE id = %s", [action.finding_id])
        return json.loads(cursor.fetchone()[0])


def of_finding(action, apps):
    before, after, made = action.before, action.after, action.after.get("made", {})
    now = as_it_is(action, apps)
    was = {"decided_at": None, **{name: before[name] for name in OF_FINDING if name in before}}
    yield changed("stories_finding", action.finding_id, was, {name: after.get(name, now.get(name)) for name in was})
    # In the order in which they were made, so that what rests on another comes after it.
    for key in reversed(MADE):
        if pk := made.get(key):
            yield MADE[key], pk, "insert", {}, {"id": pk, **({"version": 0} if key == "vote" else {})}
    if version := made.get("vote_version"):
        change = apps.get_model("votes", "VoteChange").objects.filter(vote=after["vote_id"], version=version).first()
        if change:
            new = {**change.new, "version": version}
            yield "votes_vote", after["vote_id"], "update", {**change.old, "version": version - 1}, new


def of_merge(action, apps):
    after = action.after
    gone, kept = after["gone"]["id"], after["kept"]
    for row in after.get("apart", []):
        people = {"first_id": row["first_id"], "second_id": row["second_id"]}
        if row["moved"]:
            other = next((pk for pk in people.values() if pk != gone), gone)
            first, second = sorted((other, kept))
            yield changed("officials_notsame", row["pk"], people, {"first_id": first, "second_id": second})
        else:
            yield "officials_notsame", row["pk"], "delete", {"id": row["pk"], "reason": row["reason"], **people}, {}
    for label, pks in after.get("moved", {}).items():
        for pk in pks:
            yield MOVED[label], pk, "update", {"person_id": gone}, {"person_id": kept}
    for double in json.loads(after.get("doubles", "[]")):
        table, pk, fields = double["model"].replace(".", "_"), double["pk"], double["fields"]
        row = {f"{name}_id" if name in ("person", "body", "issue") else name: value for name, value in fields.items()}
        yield table, pk, "delete", {**row, "id": pk, "person_id": gone}, {}
    if after.get("alias"):
        yield "officials_alias", after["alias"], "insert", {}, {"id": after["alias"], "person_id": kept}
    yield "officials_person", gone, "delete", {"redacted_at": None, **after["gone"]}, {}


def of_edit(action, apps):
    before, after = action.before, action.after
    if "public_figure" in after:
        yield changed(
            "officials_person", after["person"], {"public_figure": before["public_figure"]},
            {"public_figure": after["public_figure"]},
        )  # fmt: skip
    elif "names" in after:
        names = ("name", "slug")
        was, now = before["was"], after["names"]
        new = apps.get_model("officials", "Alias").objects.filter(person=after["person"], name__in=now["aliases"])
        for pk in new.exclude(name__in=was["aliases"]).values_list("pk", flat=True):
            yield "officials_alias", pk, "insert", {}, {"id": pk, "person_id": after["person"]}
        yield changed("officials_person", after["person"], {n: was[n] for n in names}, {n: now[n] for n in names})
    elif "response" in after:
        yield "stories_response", after["response"], "insert", {}, {"id": after["response"]}
    elif "not_same" in after:
        first, second = after["people"]
        row = {"id": after["not_same"], "first_id": first, "second_id": second}
        yield "officials_notsame", after["not_same"], "insert", {}, row


def effects_of(action, apps):
    """Yield each change as table, row, kind, before and after."""
    if action.finding_id:
        yield from of_finding(action, apps) if action.act in ("accept", "correct", "reject") else ()
    elif action.act == "merge":
        yield from of_merge(action, apps)
    elif action.act == "edit":
        yield from of_edit(action, apps)


def keep_effects(apps, schema_editor):
    LoggedAction, Effect = apps.get_model("stories", "LoggedAction"), apps.get_model("stories", "Effect")
    for action in LoggedAction.objects.filter(redacted_at=None, undone_by=None).order_by("pk").iterator(500):
        try:
            rows = [effect for effect in effects_of(action, apps) if effect]
        except (KeyError, TypeError, ValueError) as error:
            print(f"  logged action {action.pk} ({action.act}) can't be undone any more: {error!r}")
            continue
        Effect.objects.bulk_create(
            Effect(action=action, table=table, row=row, kind=kind, before=before, after=after)
            for table, row, kind, before, after in rows
        )


class Migration(migrations.Migration):
    dependencies = [("stories", "0010_effects_are_written_by_the_database")]

    operations = [migrations.RunPython(keep_effects, migrations.RunPython.noop)]
