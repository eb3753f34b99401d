"""What time it is: the database's clock, which all workers share. A machine whose own is an hour off would take what
others are sending, or leave what is due.
"""

from datetime import datetime

from django.db import connection


def now() -> datetime:
    """Return the database's time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
        return moment
