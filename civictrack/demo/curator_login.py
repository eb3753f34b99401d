"""The demo's login, printed at every start; the demo listens on loopback only."""

USERNAME = "curator"
PASSWORD = "tern-harbor"  # noqa: S105
