"""Encryption for whoever has the key to read it: age (https://age-encryption.org), by `pyrage`, an optional extra."""

from pathlib import Path
from typing import IO, Any

from django.conf import settings

from civictrack.backups import BackupError

ENDING = ".age"
NEEDED = "Encrypted backups need pyrage: install civictrack[encrypted-backups]."


def recipients() -> list[str]:
    """Return for whom backups are encrypted; nobody where they are not."""
    known: list[str] = settings.BACKUP_AGE_RECIPIENT
    return known


def _pyrage() -> Any:
    try:
        import pyrage
    except ImportError as error:
        raise BackupError(NEEDED) from error
    return pyrage


def encrypt(source: IO[bytes], sink: Any) -> None:
    """Write what the source gives into the sink, for the recipients."""
    pyrage = _pyrage()
    try:
        known = [pyrage.x25519.Recipient.from_str(name) for name in recipients()]
    except pyrage.RecipientError as error:
        raise BackupError(f"BACKUP_AGE_RECIPIENT is no public key of age (age1…): {error}.") from error
    pyrage.encrypt_io(source, sink, known)


def identities(path: Path | None) -> list[Any]:
    """Return the secret keys of an identity file, as age-keygen writes it. Raises BackupError where it has none."""
    if path is None:
        raise BackupError("The backup is encrypted; name the file with the secret key by --identity.")
    pyrage = _pyrage()
    try:
        lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
        known = [pyrage.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except (OSError, UnicodeDecodeError, pyrage.IdentityError) as error:
        raise BackupError(f"{path} has no secret key of age (AGE-SECRET-KEY-1…).") from error
    if not known:
        raise BackupError(f"{path} has no secret key of age (AGE-SECRET-KEY-1…).")
    return known


def decrypt(source: IO[bytes], sink: IO[bytes], known: list[Any]) -> None:
    """Write what was encrypted into the sink. Raises BackupError where these keys don't open it."""
    pyrage = _pyrage()
    try:
        pyrage.decrypt_io(source, sink, known)
    except pyrage.DecryptError as error:
        raise BackupError("The backup was encrypted for another key; name its identity file by --identity.") from error
