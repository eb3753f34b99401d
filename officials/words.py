"""How words and names are compared where they are searched for: without accents, case and, of words, endings.

The indexes hold the words, no column does: what is redacted or taken back leaves none behind.
"""

from __future__ import annotations

import re
from typing import Any

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import CharField, Func

# PostgreSQL's English, accents taken off first; migration 0008 makes it and the function of `plain`.
CONFIG = "civictrack"


def plain(name: Any) -> Func:
    """Return a name in small letters, without accents and signs, a space before each word: “Muñoz-Reed” is
    " munoz reed"; `name` is a column or an expression.
    """
    return Func(name, function="civictrack_plain", output_field=CharField())


def words_of(*fields: str) -> SearchVector:
    """Return the words of these columns, as `words_index` holds them."""
    return SearchVector(*fields, config=CONFIG)


# A minus that belongs to no word; PostgreSQL refuses a question with many of them one in another.
LOOSE_MINUS = re.compile(r"-(?!\w)|(?<=\w)-")


def question(asked: str) -> SearchQuery:
    """Return what a reader types as a query: words, "phrases", or, -not."""
    return SearchQuery(LOOSE_MINUS.sub(" ", asked), search_type="websearch", config=CONFIG)


def words_index(*fields: str, name: str) -> GinIndex:
    """Return the index by which rows are found by their words."""
    return GinIndex(words_of(*fields), name=name)


def names_index(field: str, name: str) -> GinIndex:
    """Return the index by which names are found by their groups of three letters, near ones too."""
    return GinIndex(OpClass(plain(field), "gin_trgm_ops"), name=name)
