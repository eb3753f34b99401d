"""What the demo remembers between runs: the day it was loaded for and the ports its stories' addresses carry."""

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True, slots=True)
class State:
    """`day` is ISO; `loaded` says that everything was taken in and curated."""

    day: str
    news_port: int
    loaded: bool = False

    @property
    def today(self) -> date:
        return date.fromisoformat(self.day)


def read(folder: Path) -> State | None:
    """Return what the folder's demo remembers; None before its first start."""
    path = folder / "state.json"
    return State(**json.loads(path.read_text())) if path.exists() else None


def write(folder: Path, state: State) -> None:
    """Remember it for the next start."""
    (folder / "state.json").write_text(json.dumps(asdict(state)))
