"""What is in no file, and why: whole tables, and of those in `kinds.py` the columns that readers don't see."""

from collections.abc import Mapping

PASSWORDS, READERS, WORK = "accounts and logins", "readers and their mail", "the program's own work"
CURATION, STORIES = "how curators work", "other people's texts"
TABLES: Mapping[str, str] = {
    **dict.fromkeys(
        ("admin.LogEntry", "auth.Permission", "auth.Group", "auth.Group_permissions", "auth.User", "auth.User_groups",
         "auth.User_user_permissions", "axes.AccessAttempt", "axes.AccessAttemptExpiration", "axes.AccessFailureLog",
         "axes.AccessLog", "otp_static.StaticDevice", "otp_static.StaticToken", "otp_totp.TOTPDevice",
         "sessions.Session"), PASSWORDS,
    ),
    **dict.fromkeys(
        ("votes.Announcement", "votes.Barred", "votes.Bounce", "votes.Call", "votes.Check", "votes.Consent",
         "votes.Delivery", "votes.FanOut", "votes.Fault", "votes.Held", "votes.Hold", "votes.MailServer",
         "votes.Message", "votes.Pace", "votes.Pause", "votes.Reminded", "votes.Setback", "votes.Subscriber",
         "votes.Subscription", "votes.Webhook", "votes.Wish", "votes.Words"), READERS,
    ),
    **dict.fromkeys(
        ("contenttypes.ContentType", "stories.Appearance", "stories.Asking", "stories.AskingDay",
         "stories.CalendarRow", "stories.Effect", "stories.Entry",
         "stories.EntryTally", "stories.Outdated", "stories.Taken", "stories.Unasked", "stories.Unread",
         "stories.YieldDay", "stories.Extraction",
         "stories.Installation", "stories.Leftover", "stories.RuleRecord", "stories.Source", "stories.Source_issues",
         "stories.Stamp", "votes.Merged"), WORK,
    ),
    **dict.fromkeys(
        ("officials.Alias", "officials.NotSame", "officials.NotSameBody", "officials.NotSamePlace",
         "votes.NotSameIssue", "votes.NotSameVote", "stories.LoggedAction", "stories.Naming", "stories.OpenStory"),
        CURATION,
    ),
    **dict.fromkeys(("stories.ArticleVersion", "stories.Snapshot"), STORIES),
    "stories.Complaint": "what readers asked of this site",
    "stories.SitePage": "this site's own words of itself",
    "stories.Withdrawal": "of stories that are in no file",
}  # fmt: skip

GONE, OURS = "of rows that are in no file", "the program's own work"
WHEN = "when the row was made here"
COLUMNS: Mapping[str, str] = {
    "officials.Body.accepts_own_calendar": CURATION,
    "officials.Person.links": CURATION,
    "officials.Person.identifiers": CURATION,
    "officials.Person.redacted_at": GONE,
    "votes.Issue.terms": OURS,
    "votes.Issue.created_at": WHEN,
    "votes.Position.withdrawn_at": GONE,
    "votes.Position.created_at": WHEN,
    "votes.Vote.withdrawn_at": GONE,
    "votes.Vote.created_at": WHEN,
    "votes.Event.withdrawn_at": GONE,
    "votes.Event.created_at": WHEN,
    **dict.fromkeys(
        (f"votes.{model}.{name}" for model in ("VoteChange", "EventChange") for name in ("decided_by", "redacted_at")),
        "which curator it was, and what was removed",
    ),
    "stories.Quote.redacted_at": GONE,
    "stories.Quote.withdrawn_at": GONE,
    "stories.Quote.created_at": WHEN,
    **dict.fromkeys(
        (f"stories.Article.{name}" for name in ("byline", "agency", "image_url", "correction")),
        "of the story itself, which is at its publisher",
    ),
    **dict.fromkeys(
        (f"stories.Article.{name}" for name in (
            "modified_at", "partial", "fingerprint", "last_read_at", "rereads", "next_reread_at", "claimed_until",
            "vanished_at", "issues")),
        OURS,
    ),
    **dict.fromkeys((f"stories.ArticleIssue.{name}" for name in ("score", "reason", "state")), OURS),
    "stories.Finding.version": STORIES,
    "stories.Finding.spans": "other people's texts; the sentence is in the file, 30 words of it",
    "stories.Finding.payload": "of it what is in `CLAIMED` is in the file",
    "stories.Finding.person": "whose the quote or the stand is; private people have no entry",
    **dict.fromkeys(
        (f"stories.Finding.{name}" for name in (
            "confidence", "extractor", "rule", "seconded_by", "because", "fingerprint", "printed_on", "recounted",
            "state", "created_at", "decided_at", "redacted_at")),
        "how it was found",
    ),
}  # fmt: skip
