"""Templates without the white space by which they are laid out."""

import pytest
from django.template import Context, Engine

from civictrack.lean import lean

ENGINE = Engine(libraries={"stories": "stories.templatetags.stories"})


@pytest.mark.parametrize(
    ("laid_out", "shown"),
    [
        ("<p>\n    {{ a }}\n    {{ b }}\n</p>", "<p>\n1\n2\n</p>"),
        ("{{ a }}\n{% if a %}\n  {{ b }}\n{% endif %}\n{{ a }}", "1\n2\n1"),
        ("{{ a }}\n{% if no %}\n  {{ b }}\n{% endif %}\n{{ a }}", "1\n1"),
        ("{{ a }}\n\n{% for c in 'xy' %}\n  {% if a %}\n    {{ c }}\n  {% endif %}\n{% endfor %}\nend", "1\nx\ny\nend"),
        ("{{ a }} {% if a %}<b>\n{% endif %}{{ b }}", "1 <b>\n2"),
    ],
)
def test_words_stay_apart_and_nothing_else_does(laid_out: str, shown: str) -> None:
    def rendered(template: str) -> str:
        return ENGINE.from_string(template).render(Context({"a": 1, "b": 2}))

    assert rendered(lean(laid_out)) == shown
    assert rendered(lean(laid_out)).split() == rendered(laid_out).split()
