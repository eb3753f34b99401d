"""What the hidden field of marked words may hold, and what a hostile one gets."""

import pytest
from django import forms

from stories.desk.spans import NOT_READ, SpansField


@pytest.mark.parametrize(
    ("sent", "stretches"),
    [
        ("", {}),
        ("  ", {}),
        ("{}", {}),
        ('{"content": [12, 40]}', {"content": [(12, 40)]}),
        ('{"content": [12, 40], "cue": []}', {"content": [(12, 40)], "cue": []}),
        ('{"mention": [[0, 9], [50, 59]]}', {"mention": [(0, 9), (50, 59)]}),
        ('{"content": [-3, 999999999999]}', {"content": [(-3, 999999999999)]}),
    ],
)
def test_the_field_says_by_role_where_words_stand(sent: str, stretches: dict[str, list[tuple[int, int]]]) -> None:
    assert SpansField().clean(sent) == stretches


@pytest.mark.parametrize(
    "sent",
    [
        "content",
        "[12, 40]",
        "null",
        '{"content": 12}',
        '{"content": "12,40"}',
        '{"content": [1.5, 2]}',
        '{"content": [true, false]}',
        '{"content": [1, 2, 3]}',
        '{"content": [[1, 2], 3]}',
        '{"content": [NaN, 2]}',
        "[" * 3_000,
        '{"content": [' + "9" * 3_900 + ", 2",
        '{"content": [' + "9" * 5_000 + ", 2]}",
        '"' + "x" * 1_000_000 + '"',
    ],
)
def test_what_is_none_of_that_gets_a_sentence(sent: str) -> None:
    with pytest.raises(forms.ValidationError) as refused:
        SpansField().clean(sent)
    assert refused.value.messages == [NOT_READ]


def test_a_sign_that_is_no_text_is_refused() -> None:
    with pytest.raises(forms.ValidationError):
        SpansField().clean('{"content": [1, 2]}\x00')
