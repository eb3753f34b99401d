"""What findings call a stage is a classification: those there are get the new word, and the fingerprint that goes with
it, so that reading a story again proposes nothing anew.

A finding that a curator corrected keeps the words it was corrected to: the log undoes the correction by them.
"""

import hashlib
import json

from django.db import migrations

# The words as they were and as they became; frozen, since the program's own will change.
CLASSIFICATIONS = {"first": "reading-1", "second": "reading-2", "final": "passage"}
IDENTITY = ("body", "status", "earliest", "latest")
A_FEW = 500


def one_spaced(words):
    return " ".join(words.casefold().split())


def fingerprint(payload, spans, title, classification):
    keys = [payload.get(key) for key in IDENTITY]
    headline = one_spaced(title)
    apart = [one_spaced(payload.get(key) or "") for key in ("matter", "outcome")] + [classification]
    apart = ["" if words == headline else words for words in apart]
    evidence = one_spaced(spans[0].get("text") or "")
    return hashlib.sha256(json.dumps(["vote", *keys, evidence, *apart]).encode()).hexdigest()


def proposals(finding, actions):
    """Return what may have been proposed: as it was before each act on it, and as it is. What was removed since, or
    never had words, explains nothing.
    """
    logged = [(action.before.get("payload"), action.before.get("spans")) for action in actions.get(finding.pk, ())]
    return [both for both in (*logged, (finding.payload, finding.spans)) if all(both)]


def renew(finding, actions, corrected):
    for payload, spans in proposals(finding, actions):
        stage = payload.get("stage") or ""
        if fingerprint(payload, spans, finding.version.title, stage) == finding.fingerprint:
            new = CLASSIFICATIONS.get(stage, stage)
            finding.fingerprint = fingerprint(payload, spans, finding.version.title, new)
            break
    if finding.pk not in corrected:
        stage = finding.payload.pop("stage") or ""
        finding.payload["classification"] = CLASSIFICATIONS.get(stage, stage)


def renew_all(apps, schema_editor):
    models = (apps.get_model("stories", name) for name in ("Finding", "LoggedAction", "Effect"))
    Finding, LoggedAction, Effect = models
    kept = Finding.objects.filter(kind="vote", payload__has_key="stage").order_by("pk")
    last = 0
    while few := list(kept.filter(pk__gt=last).select_related("version").defer("version__text")[:A_FEW]):
        last, pks = few[-1].pk, [finding.pk for finding in few]
        actions = {}
        for action in LoggedAction.objects.filter(finding__in=pks, before__has_key="spans").order_by("pk"):
            actions.setdefault(action.finding_id, []).append(action)
        changed = Effect.objects.filter(table="stories_finding", row__in=pks, kind="update", after__has_key="payload")
        standing = changed.filter(action__undone_by=None).exclude(action__act="undo")
        corrected = set(standing.values_list("row", flat=True))
        for finding in few:
            renew(finding, actions, corrected)
        Finding.objects.bulk_update(few, ["fingerprint", "payload"])


class Migration(migrations.Migration):
    dependencies = [
        ("stories", "0013_findings_of_events"),
    ]

    operations = [
        migrations.RunPython(renew_all, migrations.RunPython.noop),
    ]
