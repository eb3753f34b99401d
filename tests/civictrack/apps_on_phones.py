"""What an app on a phone does: it shows a code for a key. Each code counts once, and so each is asked for as if half a
minute had passed since the last.
"""

from django.contrib.auth.models import User
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from civictrack.second_factor import turn_on

KEY = "00112233445566778899aabbccddeeff00112233"


def code_of(key: str = KEY) -> str:
    """The six digits of this moment."""
    return f"{TOTP(bytes.fromhex(key)).token():06d}"


def wrong_code(key: str = KEY) -> str:
    """Six digits that no moment near this one has."""
    near = {f"{TOTP(bytes.fromhex(key), drift=steps).token():06d}" for steps in range(-3, 4)}
    return next(code for code in ("000000", "111111", "222222", "333333") if code not in near)


def half_a_minute_later(user: User) -> None:
    """The code of now was not used yet, and no wrong one just before."""
    TOTPDevice.objects.filter(user=user).update(
        last_t=-1, throttling_failure_timestamp=None, throttling_failure_count=0
    )


def with_app(user: User) -> User:
    """The account with a second factor, whose next code may be typed."""
    assert turn_on(user, KEY, code_of())
    half_a_minute_later(user)
    return user
