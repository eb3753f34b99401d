"""Lists code of the program that nothing uses: python -m tests.dead_code. What only a test uses is dead, too.

vulture sees names in Python; here it also learns those that templates, queries, settings and frameworks use.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from vulture import Vulture

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ("officials", "votes", "stories", "civictrack")
# Read by the frameworks, by these names.
CONVENTIONS = [
    "Meta", "ordering", "indexes", "constraints", "abstract", "verbose_name*", "*Config", "arity",
    "clean_*", "label_from_instance", "use_required_attribute", "field_order", "empty_label", "required",
    "Command", "help", "add_arguments", "requires_*", "urlpatterns", "application",
    "feed_type", "feed_guid", "get_object", "subtitle", "item_*", "get_protocol", "get_domain",
    "handler404", "handler500", "ready", "get_failures", "reset_user_attempts",
    "do_GET", "do_POST", "log_message", "handle_*", "session", "ConnectionCls", "pool_classes_by_scheme",
    "has_*_permission", "get_list_display", "get_readonly_fields", "save_model", "list_*", "show_full_result_count",
    "view_on_site", "site_header", "site_title", "index_title", "enable_nav_sidebar", "extra_context", "process_view",
    "axes_locked_out", "_get_user_permissions", "user_obj", "arg_joiner", "stored_name",
    "lookup_name", "prepare_rhs", "_iterable_class", "adding", "get_help_text", "success_url", "form_invalid",
    "renderer",
]  # fmt: skip
# What is registered by its decorator is called by whoever keeps the register.
REGISTERED = ["@register.*", "@rule", "@rule(*)", "@*.connect", "@shared_task"]
ENUMERATIONS = ("Choices", "Enum")
# Has rules of its own, and is read by tests a part at a time.
EXTRACTION = ROOT / "stories" / "extraction"


def sources() -> Iterator[Path]:
    """Yield the program's modules; settings are read by name from everywhere, migrations once."""
    for app in PROGRAM:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts and path.name != "settings.py":
                yield path


def names_in_queries(tree: ast.AST) -> Iterator[str]:
    """Yield what keywords and strings name: `due_at` for `due_at__lte=now` and for "-due_at"."""
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg:
            yield from node.arg.removesuffix("_id").split("__")
        elif isinstance(node, ast.Constant) and re.fullmatch(r"[-.\w]+", str(node.value)):
            yield from re.split(r"__|[-.]", str(node.value))


def members(tree: ast.AST) -> Iterator[int]:
    """Yield the lines of enumerations' members, which may all be stored in a database or read from a story."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and any(ast.unparse(base).endswith(ENUMERATIONS) for base in node.bases):
            yield from (line.lineno for line in node.body if isinstance(line, ast.Assign))


def unused() -> list[str]:
    """Return a line for each piece of code outside extraction that nothing uses."""
    vulture = Vulture(ignore_names=CONVENTIONS, ignore_decorators=REGISTERED)
    paths = list(sources())
    vulture.scavenge([*map(str, paths), str(ROOT / "manage.py")])
    enumerated: set[tuple[str, int]] = set()
    for path in paths:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        vulture.used_names.update(names_in_queries(tree))
        enumerated |= {(str(path), line) for line in members(tree)}
    for path in [ROOT / "civictrack" / "settings.py", *(ROOT / "templates").rglob("*")]:
        if path.is_file():
            vulture.used_names.update(re.findall(r"\w+", path.read_text(encoding="utf-8")))
    return [
        f"{Path(item.filename).relative_to(ROOT)}:{item.first_lineno}: unused {item.typ} '{item.name}'"
        for item in vulture.get_unused_code()
        if (str(item.filename), item.first_lineno) not in enumerated and EXTRACTION not in Path(item.filename).parents
    ]


if __name__ == "__main__":
    lines = unused()
    print(*lines, sep="\n" if lines else "")
    sys.exit(bool(lines))
