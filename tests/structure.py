"""Prints the shape of the code, beside that of another checkout where one is named: python -m tests.structure [PATH].

What is counted leaves migrations and empty `__init__.py` out.
"""

import ast
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APPS = ("officials", "votes", "stories", "civictrack")
EXTRACTION = "stories.extraction"
# A function without its docstring; one that is longer is no candidate for standing in its caller.
SMALL = 4
# Modules that no test of their name reads, each with the reason.
REASONS = {
    "officials.apps": "names the app to Django",
    "stories.apps": "names the app to Django",
    "votes.apps": "names the app to Django",
    "civictrack.urls": "addresses only; the tests of the pages go through them",
    "stories.desk.urls": "addresses only; the tests of the pages go through them",
    "stories.public.urls": "addresses only; the tests of the pages go through them",
    "votes.urls": "addresses only; the tests of the pages go through them",
    "civictrack.wsgi": "makes the application for gunicorn, nothing else",
    "civictrack.celery": "names the settings to Celery; every test with a worker goes through it",
    "civictrack.worker": "the worker's entry point; every test with a worker goes through it",
    "civictrack.demo.__main__": "starts the processes and waits; its ports: tests/civictrack/demo/test_supervisor.py",
    "civictrack.demo.curator_login": "two constants",
    "civictrack.demo.site": "starts the newsroom, nothing else",
    "civictrack.demo.state": "tests/civictrack/demo/test_supervisor.py",
    "civictrack.apps": "names the app to Django",
    "civictrack.backups": "one exception",
    "civictrack.open_data": "one exception",
    "civictrack.management.commands.backup": "tests/civictrack/backups/test_make.py",
    "civictrack.management.commands.restore": "tests/civictrack/backups/test_restore.py",
    "civictrack.management.commands.export_data": "tests/civictrack/open_data/test_export.py",
    "civictrack.management.commands.import_data": "tests/civictrack/open_data/test_load.py",
    "civictrack.management.commands.account": "tests/civictrack/test_roles.py",
    "civictrack.management.commands.doctor": "tests/civictrack/test_doctor.py",
    "civictrack.values": "tests/civictrack/test_settings.py",
    "civictrack.management.commands.load_city": "hands on to civictrack.city",
    "civictrack.management.commands.reset_second_factor": "tests/civictrack/test_second_factor.py",
    "civictrack.management.commands.load_demo": "waits for workers; its stories: tests/civictrack/demo/test_curator.py",
    "stories.curation.changed": "through its page: tests/stories/desk/test_changed.py",
    "stories.curation.choice": "values only, nothing is worked out",
    "stories.curation.effects": "through undoing: tests/stories/curation/test_undo_all.py, test_last_in_first_out.py",
    "stories.curation.hidden": "through what hides: tests/stories/curation/test_withdrawal.py, desk/test_responses.py",
    "stories.curation.replies": "through its page: tests/stories/desk/test_responses.py",
    "stories.curation.scheduled": "a table; tests/stories/curation/test_undo.py, test_withdrawal.py",
    "stories.curation.support": "through undoing: tests/stories/curation/test_undo_all.py, test_last_in_first_out.py",
    "stories.models.effects": "written by the database: tests/stories/curation/test_undo_all.py",
    "stories.asking.errors": "names only, raised in tests/stories/asking/test_client.py, test_read.py",
    "stories.findings.budget": "tests/stories/findings/test_asked.py",
    "stories.models.asking": "written by tests/stories/findings/test_asked.py",
    "stories.desk.cards": "held to the kinds by tests/stories/findings/test_kinds.py",
    "stories.desk.log": "tests/stories/curation/test_log.py",
    "stories.desk.people_forms": "through its page: tests/stories/desk/test_people.py",
    "stories.desk.vote_forms": "through their pages: tests/stories/desk/test_votes.py",
    "stories.ingestion.feeds.feed": "values only; tests/stories/ingestion/feeds/test_read.py",
    "stories.ingestion.fetcher": "builds the fetcher from the settings; every test that polls goes through it",
    "stories.ingestion.pages.errors": "names only, raised in test_document.py, test_walls.py and test_read.py",
    "stories.ingestion.pages.page": "values only; tests/stories/ingestion/pages/test_read.py",
    "stories.management.commands.import_opml": "tests/stories/management/commands/test_export_opml.py, there and back",
    "stories.management.commands.ingest": "tests/stories/test_pipeline.py",
    "stories.management.commands.read_feed": "tests/stories/management/test_reading.py",
    "stories.management.commands.read_page": "tests/stories/management/test_reading.py",
    "stories.public.context": "two values that every page shows",
    "stories.public.stances": "put together in standing: tests/stories/public/test_standing.py",
    "stories.public.views": "every page is asked for in tests/stories/public/test_pages.py",
    "stories.tasks": "wakes others up: tests/stories/jobs/test_leases.py, tests/stories/test_crash_safety.py",
    "stories.templatetags.desk": "through its pages: tests/stories/desk",
    "votes.alerts.breaker": "through the sending it interrupts: tests/votes/alerts/test_deliver.py",
    "votes.models.changes": "what the two ledgers share: tests/votes/test_ledger.py, tests/votes/models/test_events.py",
    "votes.models.faults": "through what notes them: tests/votes/test_sweeps.py, alerts/test_deliver.py",
    "votes.models.status": "names only; tests/votes/models/test_decisions.py, test_events.py",
    "votes.citation": "values only, nothing is worked out",
    "votes.templatetags.votes": "hands on to votes.words, which has its test",
}

Function = ast.FunctionDef | ast.AsyncFunctionDef


class Module:
    """One file of the program, by its dotted name."""

    def __init__(self, root: Path, path: Path) -> None:
        parts = path.relative_to(root).with_suffix("").parts
        self.is_package = parts[-1] == "__init__"
        self.name = ".".join(parts[:-1] if self.is_package else parts)
        self.text = path.read_text(encoding="utf-8")
        self.tree = ast.parse(self.text)
        self.test = root.joinpath("tests", *parts[:-1], f"test_{parts[-1].lstrip('_')}.py")

    @property
    def room(self) -> str:
        """An app, or what stands directly in `stories`."""
        return ".".join(self.name.split(".")[: 2 if self.name.startswith("stories.") else 1])

    @property
    def is_extraction(self) -> bool:
        return self.name == EXTRACTION or self.name.startswith(f"{EXTRACTION}.")

    @property
    def only_passes_on(self) -> bool:
        """Whether a package's own file holds nothing but imports and names."""
        return self.is_package and not any(isinstance(node, Function | ast.ClassDef) for node in ast.walk(self.tree))

    @cached_property
    def functions(self) -> list[Function]:
        return [node for node in ast.walk(self.tree) if isinstance(node, Function)]

    def small_private_functions(self) -> list[str]:
        """Undecorated private functions and methods of four lines or fewer that are called in one place only."""
        uses = Counter(names_in(ast.walk(self.tree)))
        called = Counter(names_in(node.func for node in ast.walk(self.tree) if isinstance(node, ast.Call)))
        return [
            function.name
            for function in self.functions
            if function.name.startswith("_")
            and not function.name.endswith("__")
            and not function.decorator_list
            and length(function) <= SMALL
            and uses[function.name] == called[function.name] == 1
            and function.name not in names_in(ast.walk(function))
        ]


def names_in(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Yield what the nodes themselves name: `_row` for `_row` and for `self._row`."""
    for node in nodes:
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr


def length(function: Function) -> int:
    """Return the number of a function's lines, its docstring left out."""
    lines = (function.end_lineno or 0) - function.lineno + 1
    if ast.get_docstring(function) is None:
        return lines
    return lines - ((function.body[0].end_lineno or 0) - function.body[0].lineno + 1)


def density(modules: Iterable[Module]) -> str:
    """Return how many functions a thousand lines of the modules hold."""
    sizes = [(len(module.functions), module.text.count("\n")) for module in modules]
    return f"{1000 * sum(count for count, _ in sizes) / sum(lines for _, lines in sizes):.0f}"


class Checkout:
    """All modules of the program below one folder."""

    def __init__(self, root: Path) -> None:
        paths = sorted(path for app in APPS for path in (root / app).rglob("*.py") if "migrations" not in path.parts)
        modules = (Module(root, path) for path in paths)
        self.modules = {module.name: module for module in modules if module.text.strip()}

    def outside(self) -> list[Module]:
        """Return the modules outside extraction."""
        return [module for module in self.modules.values() if not module.is_extraction]

    def imports(self, module: Module, nodes: Iterable[ast.AST]) -> set[str]:
        """Return the program's own modules that these nodes of a module import."""
        names: set[str] = set()
        for node in nodes:
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                inner = {alias.name: f"{node.module}.{alias.name}" for alias in node.names}
                names |= {name if name in self.modules else node.module for name in inner.values()}
        return {name for name in names if name in self.modules and name != module.name}

    def arrows(self) -> set[tuple[str, str]]:
        """Return which room imports from which, wherever in the code an import stands."""
        return {
            (module.room, self.modules[name].room)
            for module in self.modules.values()
            for name in self.imports(module, ast.walk(module.tree))
            if module.room != self.modules[name].room
        }

    def longest_chain(self) -> list[str]:
        """Return the longest way along imports at the top of modules, from the highest to the lowest.

        Raises CycleError where there is a circle.
        """
        below = {module.name: self.imports(module, module.tree.body) for module in self.modules.values()}
        chains: dict[str, list[str]] = {}
        for name in TopologicalSorter(below).static_order():
            chains[name] = [name, *max((chains[lower] for lower in sorted(below[name])), key=len, default=[])]
        return max(chains.values(), key=len, default=[])

    def untested(self) -> list[str]:
        """Return the modules outside extraction that have neither a test of their name nor a reason for having none."""
        return [
            module.name
            for module in self.outside()
            if not module.test.exists() and not module.only_passes_on and module.name not in REASONS
        ]

    def figures(self) -> dict[str, str]:
        """Return each figure by its label."""
        outside = self.outside()
        every = list(self.modules.values())
        arrows = self.arrows()
        try:
            chain = str(len(self.longest_chain()))
        except CycleError as error:
            chain = f"circle: {' → '.join(error.args[1])}"
        return {
            "modules outside extraction": str(len(outside)),
            "modules inside extraction": str(len(every) - len(outside)),
            "rooms (apps, and what stands in stories)": str(len({module.room for module in every})),
            "imports from room to room": str(len(arrows)),
            "modules in the longest import chain": chain,
            "private functions of ≤ 4 lines with one caller, outside extraction": str(
                sum(len(module.small_private_functions()) for module in outside)
            ),
            "functions per 1,000 lines": density(every),
            "functions per 1,000 lines, outside extraction": density(outside),
            "modules without a test of their name or a reason": str(len(self.untested())),
        }


def main(arguments: list[str]) -> None:
    here = Checkout(ROOT)
    columns = [here.figures(), *(Checkout(Path(path)).figures() for path in arguments)]
    for label in columns[0]:
        print(f"{label:68}", *(f"{column[label]:>8}" for column in columns))
    print("\nThe longest chain:", *here.longest_chain(), sep="\n  ")
    print("\nWithout a test of their name or a reason:", *here.untested(), sep="\n  ")
    small = [f"{module.name}: {name}" for module in here.outside() for name in module.small_private_functions()]
    print("\nSmall private functions with one caller:", *small, sep="\n  ")


if __name__ == "__main__":
    main(sys.argv[1:])
