"""A name in a story means one person, whatever the case of its letters."""

import pytest
from django.db import IntegrityError

from stories.models import Naming
from tests.factories import make_article, make_person

pytestmark = pytest.mark.django_db


def test_of_a_name_one_thing_is_said_in_a_story() -> None:
    story, person = make_article(), make_person("Ada Reed")
    said = Naming.objects.create(article=story, name="A. Reed", person=person)
    aside = Naming.objects.create(article=make_article(), name="a. reed")
    assert (str(said), str(aside)) == ("A. Reed is Ada Reed", "a. reed is put aside")
    with pytest.raises(IntegrityError):
        Naming.objects.create(article=story, name="a. reed")
