"""Style sheets and the like under names that tell their contents, kept for good, compressed."""

import os
import re
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpResponse
from django.test import RequestFactory
from whitenoise.middleware import WhiteNoiseMiddleware

from civictrack import static_files


@pytest.fixture
def collected(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program's files, collected into a folder of the test's own."""
    settings.STATIC_ROOT = tmp_path / "static"
    storage = static_files.Hashed()
    monkeypatch.setattr(staticfiles_storage, "_wrapped", storage)
    static_files.collect()
    folder: Path = settings.STATIC_ROOT
    return folder


def get(path: str, encoding: str = "") -> Any:
    middleware = WhiteNoiseMiddleware(lambda _: HttpResponse("no file", status=404))
    return middleware(RequestFactory().get(path, headers={"Accept-Encoding": encoding}))


def test_a_collected_file_is_kept_by_browsers_and_comes_compressed(collected: Path) -> None:
    address = staticfiles_storage.url("civictrack.css")
    assert re.fullmatch(r"/static/civictrack\.[0-9a-f]{12}\.css", address)
    answer = get(address, "br, gzip")
    assert "immutable" in answer["Cache-Control"]
    assert int(re.findall(r"max-age=(\d+)", answer["Cache-Control"])[0]) >= 365 * 24 * 3600
    assert answer["Content-Encoding"] == "br"
    sheet = brotli.decompress(b"".join(answer)).decode()
    fonts = re.findall(r'url\("?([^")]+)', sheet)
    assert all(re.search(r"\.[0-9a-f]{12}\.woff2$", name) for name in fonts), "what a sheet names is hashed, too"
    assert get(address, "gzip")["Content-Encoding"] == "gzip"


def test_under_its_plain_name_a_file_is_there_for_a_while(collected: Path) -> None:
    answer = get("/static/civictrack.css")
    assert answer.status_code == 200
    assert "immutable" not in answer["Cache-Control"]


def test_what_was_not_collected_goes_by_its_plain_name(collected: Path) -> None:
    assert staticfiles_storage.url("nothing-of-ours.css") == "/static/nothing-of-ours.css"


def test_files_are_collected_once(collected: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(static_files, "call_command", lambda *_, **__: pytest.fail("collected again"))
    static_files.collect()
    before = (collected / static_files.MARK).stat().st_mtime_ns
    os.utime(static_files.settings.BASE_DIR / "static" / "civictrack.css")
    static_files.collect()
    assert (collected / static_files.MARK).stat().st_mtime_ns == before, "nothing is written: an image may be read-only"
    (collected / static_files.MARK).write_text("other files")
    with pytest.raises(pytest.fail.Exception, match="collected again"):
        static_files.collect()
