"""Two decisions told in one sentence are two findings: what is kept of votes and positions gets the fingerprint that
tells them apart, so that reading a story again proposes nothing that was proposed or decided before.

A curator's correction changes a finding and leaves its fingerprint, which is of what was proposed: that stands in the
log, as the finding was before the first act on it. Where neither gives the fingerprint there is (a finding that was
removed, or made by hand), it stays.
"""

import hashlib
import json

from django.db import migrations

# The functions and tables as they were and as they became; frozen, since the program's own will change.
BEFORE = ("name", "speaker", "actor", "stance", "basis", "body", "status", "earliest", "latest", "type")
IDENTITY = {"position": ("actor", "stance", "basis"), "vote": ("body", "status", "earliest", "latest")}
APART = {"position": ("matter",), "vote": ("matter", "outcome", "stage")}
A_FEW = 500


def one_spaced(words):
    return " ".join(words.casefold().split())


def digest(essence):
    return hashlib.sha256(json.dumps(essence).encode()).hexdigest()


def old_fingerprint(kind, payload, spans):
    keys = [payload.get(key) for key in BEFORE if key in payload]
    return digest([kind, *keys, one_spaced(spans[0]["text"])])


def new_fingerprint(kind, payload, spans, title):
    identity = [payload.get(key) for key in IDENTITY[kind]]
    apart = [one_spaced(payload.get(key) or "") for key in APART[kind]]
    headline = one_spaced(title)
    apart = ["" if words == headline else words for words in apart]
    return digest([kind, *identity, one_spaced(spans[0]["text"]), *apart])


def renew(findings, actions):
    """Give each finding its new fingerprint; returns those that have one. `actions` are by finding, oldest first."""
    renewed = []
    for finding in findings:
        logged = [action.before for action in actions.get(finding.pk, ()) if action.before.get("spans")]
        versions = [(before["payload"], before["spans"]) for before in logged]
        for payload, spans in [*versions, (finding.payload, finding.spans)]:
            if spans and old_fingerprint(finding.kind, payload, spans) == finding.fingerprint:
                finding.fingerprint = new_fingerprint(finding.kind, payload, spans, finding.version.title)
                renewed.append(finding)
                break
    return renewed


def renew_all(apps, schema_editor):
    Finding, LoggedAction = apps.get_model("stories", "Finding"), apps.get_model("stories", "LoggedAction")
    kept = Finding.objects.filter(kind__in=APART, redacted_at=None).order_by("pk")
    last = 0
    while few := list(kept.filter(pk__gt=last).select_related("version").defer("version__text")[:A_FEW]):
        last = few[-1].pk
        actions = {}
        for action in LoggedAction.objects.filter(finding__in=few, before__has_key="spans").order_by("pk"):
            actions.setdefault(action.finding_id, []).append(action)
        Finding.objects.bulk_update(renew(few, actions), ["fingerprint"])


class Migration(migrations.Migration):
    dependencies = [
        ("stories", "0007_a_whole_look"),
    ]

    operations = [
        migrations.RunPython(renew_all, migrations.RunPython.noop),
    ]
