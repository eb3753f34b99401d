"""How often a password may be guessed: by account and network, by account, and by network. django-axes keeps count."""

from collections.abc import Mapping
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username
from axes.models import AccessLog
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser, Permission, User
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, Model, OuterRef, QuerySet, Sum, Value
from django.db.models.functions import Concat
from django.http import HttpRequest
from django_otp.plugins.otp_totp.models import TOTPDevice

from votes.alerts import network

# Wrong passwords within the cool-off time, in the order of AXES_LOCKOUT_PARAMETERS: of one account from one network, of
# one account from anywhere, of all accounts from one network (an office, a library). The first is AXES_FAILURE_LIMIT.
LIMITS = (5, 20, 30)
LONGEST_NAME = 150


class RolesAlone(ModelBackend):
    """What an account may do, its groups say and nothing else. Whoever is loaded has it with them, as `may`, and
    `has_app`, whether codes of an app are asked for: one question to the database instead of three.
    """

    def get_user(self, user_id: int) -> User | None:
        """Return the account of a session."""
        app = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
        held = Permission.objects.filter(group__user=OuterRef("pk")).order_by()
        code = Concat("content_type__app_label", Value("."), "codename")
        may = ArraySubquery(held.annotate(code=code).values("code").distinct())
        user = User.objects.annotate(has_app=Exists(app), may=may).filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None

    def get_group_permissions(self, user_obj: User | AnonymousUser, obj: Model | None = None) -> set[str]:
        """Return the codes of what the account's groups may do; asks for them where it was loaded without."""
        if obj is not None or user_obj.is_superuser or not user_obj.is_active or not hasattr(user_obj, "may"):
            return super().get_group_permissions(user_obj, obj)
        return {*user_obj.may}

    def _get_user_permissions(self, user_obj: User) -> QuerySet[Permission]:
        return Permission.objects.none()


class Throttle(AxesDatabaseHandler):  # type: ignore[misc]  # axes has no types
    """Counts failures with a limit for each of the three, where axes knows but one."""

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """Return the count that is nearest to its limit, on the scale of the first one.

        Strangers who guess at an account from anywhere do not lock it out where it signed in before.
        """
        pair, account, network = self.get_user_attempts(request, credentials)
        username = get_client_username(request, credentials)
        known = AccessLog.objects.filter(username=username, ip_address=network_of(request))
        counted = [(pair, LIMITS[0]), (network, LIMITS[2])]
        if not known.exists():
            counted.append((account, LIMITS[1]))
        return max(
            (attempts.aggregate(failures=Sum("failures_since_start"))["failures"] or 0) * LIMITS[0] // limit
            for attempts, limit in counted
        )

    def reset_user_attempts(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """Forget, at a sign-in, what this account failed to do from this network, and nobody else's failures."""
        deleted, _ = self.filter_user_attempts(request, credentials)[0].delete()
        return int(deleted)


def name_typed(request: HttpRequest, credentials: Mapping[str, str] | None) -> str:
    """Return whose account was asked for, no longer than a name can be: Django's form lets any length through."""
    return (credentials or request.POST).get("username", "")[:LONGEST_NAME]


def network_of(request: HttpRequest) -> str | None:
    """Return the address a request counts under: one household may have 2^64 of version 6, which are one network."""
    address = network.client_address(request)
    return network.network_of(address).partition("/")[0] if address else None


def who(username: str, address: str, *_: object) -> str:
    """Return how a client is named in the log: on one line, whatever was typed."""
    return f"{username!r} from {address}"
