"""A response's body, unpacked piece by piece within its limits."""

from urllib3 import BaseHTTPResponse

from stories.ingestion.errors import BadEncoding, TooLarge
from stories.ingestion.fetch.meter import Meter

PIECE = 64 * 1024
ACCEPT_ENCODING = "gzip, br"
# What urllib3 unpacks with a bound on each step. One at most: stacked codings multiply a bomb.
KNOWN_ENCODINGS = frozenset({"", "identity", "gzip", "x-gzip", "deflate", "br"})


def read_body(response: BaseHTTPResponse, meter: Meter, max_bytes: int, *, truncate: bool = False) -> bytes:
    """Return the body, at most `max_bytes` unpacked; longer ones raise TooLarge or, with `truncate`, are cut off."""
    encoding = response.headers.get("content-encoding", "").strip().lower()
    if encoding not in KNOWN_ENCODINGS:
        raise BadEncoding(meter.host, f"it is compressed as “{encoding}”, which was not asked for")
    # Refused by its header, what is too long costs neither side the transfer.
    declared = response.headers.get("content-length", "")
    if not truncate and declared.isascii() and declared.isdigit() and int(declared[:18]) > meter.limit:
        raise TooLarge(meter.host, meter.limit, "as sent")
    body = bytearray()
    for piece in response.stream(PIECE, decode_content=True):
        meter.seconds(meter.read_timeout)  # unpacking takes time as well
        body += piece
        if len(body) > max_bytes:
            if truncate:
                return bytes(body[:max_bytes])
            raise TooLarge(meter.host, max_bytes, "when unpacked")
    return bytes(body)
