"""Templates without the white space by which they are laid out for whoever reads them: a fifth of a long page."""

import re

from django.template import Origin
from django.template.loaders import filesystem

INDENT = re.compile(r"\n\s{1,500}+")
# A line of nothing but tags that show nothing themselves; the break before it is enough for the words on both sides.
SILENT = re.compile(
    r"^((?:\{% (?:block|else|elif|empty|endblock|endfor|endif|endshared|endwith|for|if|load|shared|with)\b"
    r"[^%\n]{0,500}%\}){1,9}+)\n",
    re.MULTILINE,
)


class Loader(filesystem.Loader):
    """Loads a template of a page or a mail without its layout; one of plain text as it is."""

    def get_contents(self, origin: Origin) -> str:
        contents = super().get_contents(origin)
        return lean(contents) if str(origin.name).endswith(".html") else contents


def lean(template: str) -> str:
    """Return a template that shows the same, in which white space is one break at most."""
    return SILENT.sub(r"\1", INDENT.sub("\n", template))
