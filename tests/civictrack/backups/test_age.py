"""What is encrypted only the holder of a key reads; what goes wrong is a sentence. On backups: test_restore.py."""

import io
from pathlib import Path
from typing import Any

import pyrage
import pytest

from civictrack.backups import BackupError, age


def test_each_of_several_keys_opens_it_and_no_other(settings: Any) -> None:
    keys = [pyrage.x25519.Identity.generate() for _ in range(3)]
    settings.BACKUP_AGE_RECIPIENT = [str(key.to_public()) for key in keys[:2]]
    sealed = io.BytesIO()
    age.encrypt(io.BytesIO(b"names" * 1000), sealed)
    assert b"names" not in sealed.getvalue()
    for key in keys[:2]:
        opened = io.BytesIO()
        age.decrypt(io.BytesIO(sealed.getvalue()), opened, [key])
        assert opened.getvalue() == b"names" * 1000
    with pytest.raises(BackupError, match="another key"):
        age.decrypt(io.BytesIO(sealed.getvalue()), io.BytesIO(), keys[2:])


def test_a_key_that_is_none_is_said_to_be_none(settings: Any, tmp_path: Path) -> None:
    settings.BACKUP_AGE_RECIPIENT = ["age1short"]
    with pytest.raises(BackupError, match="no public key of age"):
        age.encrypt(io.BytesIO(b""), io.BytesIO())
    for words in (b"", b"# a comment alone\n", b"AGE-SECRET-KEY-1SHORT\n", b"\xff\xfe"):
        (tmp_path / "key").write_bytes(words)
        with pytest.raises(BackupError, match="no secret key of age"):
            age.identities(tmp_path / "key")
    with pytest.raises(BackupError, match="no secret key of age"):
        age.identities(tmp_path / "missing")
