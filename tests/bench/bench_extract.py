"""Measures extraction on the data in ../shared, beside its peers and targets: `python -m tests.bench.bench_extract`.

Prints a table for each set that is there and says which are not. `--errors N` also lists the first N errors on the gold
stories; `--kept-apart` measures the stories kept for that alone; `--held-out` measures the half of the retold stories
that is held out: once, when the work is done, its errors looked at never. The figures of the peers were measured
beforehand on the part of PolNeAR that is kept apart. `make bench-extract EXTRACTOR=model` measures the language model
at MODEL_URL in all tables but those of dates, which are never its own.
"""

import json
import math
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import spacy

from stories.extraction.document import DEFAULT_MODEL
from stories.extraction.findings import Story
from tests.bench import bench_dates, extractor, gold
from tests.bench.targets import COST, DATES, GOLD, KEPT_APART, MEMORY, PEER_PRONOUNS, PEERS, QUOTES, RETOLD, Target

PROJECT = Path(__file__).parents[2]
QUOTES_DATA = gold.SHARED / "bench" / "quotes"
COUNTED = (("p", "pred"), ("r", "gold"))


def main() -> int:
    """Every table whose data is there; 1 where a target is missed."""
    parts: list[Callable[[], list[str]]] = [memory, on_retold, on_gold, on_own, on_quotes, on_dates, cost]
    missed = []
    for part in parts:
        try:
            missed += part()
        except FileNotFoundError as error:
            print(f"Not measured: {error.filename or error} is missing.\n")
    print("All targets are reached." if not missed else "Targets missed: " + "; ".join(missed) + ".")
    return 1 if missed else 0


def on_gold() -> list[str]:
    """The local stories: quotes, officials, positions, votes."""
    figures = _figures("Gold stories", gold.GOLD / "stories")
    return judged(GOLD, lambda name: figures[name].get("f1", figures[name].get("accuracy")))


def on_retold() -> list[str]:
    """Real stories retold: the half that is developed on, and with `--held-out` the other, by which the targets go."""
    folder = gold.GOLD / "retold"
    developed = set((folder / "develop.txt").read_text(encoding="utf-8").split())
    entries = gold.stories(folder)
    _retold("Retold stories, the half trained on", [one for one in entries if one["id"] in developed])
    if "--held-out" not in sys.argv:
        return []
    figures = _retold("Retold stories, the half held out", [one for one in entries if one["id"] not in developed])
    return judged(RETOLD, lambda name: figures[name.split(".")[0]][name.split(".")[1]])


def _retold(title: str, entries: Sequence[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Prints and returns the rows of a half, with the share of matters that fit where a finding was found."""
    found = gold.extracted(entries)
    figures = gold.figures(entries, found) | {"matters": gold.matters(entries, found)}
    print(f"{title} ({len(entries)}); in brackets what the same rate would give nineteen times of twenty")
    for row, cells in figures.items():
        if "f1" in cells:
            shares = [f"{name.upper()} {cells[name]:.3f} {_interval(cells['hit'], cells[of])}" for name, of in COUNTED]
            print(f"  {row:<28} {'  '.join(shares)}  F1 {cells['f1']:.3f}")
    return figures


def _interval(hits: int, of: int) -> str:
    """Wilson's interval of a share, 95 %."""
    if not of:
        return "(-)"
    share, z = hits / of, 1.96
    middle, reach = share + z * z / (2 * of), z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return f"({(middle - reach) / (1 + z * z / of):.2f}-{(middle + reach) / (1 + z * z / of):.2f})"


def on_own() -> list[str]:
    """The project's own stories; those kept apart only with `--kept-apart`, and never their errors."""
    _figures("Stories of our own", gold.OWN)
    if "--kept-apart" not in sys.argv:
        return []
    figures = _figures("Stories of our own that nobody tunes on", gold.KEPT_APART, told=False)
    return judged(KEPT_APART, lambda name: figures[name].get("f1", figures[name].get("accuracy")))


def _figures(title: str, folder: Path, *, told: bool = True) -> dict[str, dict[str, Any]]:
    """Prints and returns what the scorer says of a set; with `--errors N` the first errors as well."""
    if not (entries := gold.stories(folder)):
        raise FileNotFoundError(2, "", str(folder))
    report = gold.report(entries, gold.extracted(entries))
    figures: dict[str, dict[str, Any]] = report.summary()
    print(f"{title} ({len(entries)})")
    for row, cells in figures.items():
        if "f1" in cells:
            print(f"  {row:<28} P {cells['p']:.3f}  R {cells['r']:.3f}  F1 {cells['f1']:.3f}  of {cells['gold']}")
    wanted = int(sys.argv[sys.argv.index("--errors") + 1]) if told and "--errors" in sys.argv else 0
    print("".join(f"  {error}\n" for error in report.errors[:wanted]), end="")
    return figures


def on_quotes() -> list[str]:
    """PolNeAR dev: quotes with the right speaker."""
    articles = json.loads((QUOTES_DATA / "dev.json").read_text(encoding="utf-8"))
    found = extractor.extracted(Story(one["title"], one["text"], _noon(one["date"])) for one in articles)
    lines = [_quotes_line(one["article_id"], asdict(f)["quotes"]) for one, f in zip(articles, found, strict=True)]
    with tempfile.TemporaryDirectory() as folder:
        raw = _written(Path(folder) / "findings.jsonl", lines)
        predictions = _written(Path(folder) / "p.json", [_scored(QUOTES_DATA / "convert.py", "predictions", raw)])
        figures_file = Path(folder) / "figures.json"
        _scored(QUOTES_DATA / "score_quotes.py", QUOTES_DATA / "dev.json", predictions, "--json", figures_file)
        figures = json.loads(figures_file.read_text(encoding="utf-8"))
    figures = next(iter(figures.values())) if "speech" not in figures else figures
    print(f"Quotes with the right speaker, PolNeAR dev ({len(articles)} articles)")
    for peer, quoted, speech in PEERS:
        print(f"  {peer:<46} quoted {quoted:5.1f}   all speech {speech:5.1f}")
    shares = {"quoted": figures["quoted"]["e2e"]["f1"] * 100, "all speech": figures["speech"]["e2e"]["f1"] * 100}
    print(f"  {'this program':<46} quoted {shares['quoted']:5.1f}   all speech {shares['all speech']:5.1f}")
    pronouns = figures["speech"]["pron_res"]
    shares["pronouns"] = (pronouns["acc"] or 0.0) * 100
    print(f"  Pronoun speakers given the name that CoreNLP gives: {shares['pronouns']:.1f} % of {pronouns['n']}")
    print(f"  (he and she alone, best peer on the part for testing: {PEER_PRONOUNS} %)")
    return judged(QUOTES, lambda name: shares[name])


def on_dates() -> list[str]:
    """Microsoft's list of date expressions, where its conventions are ours; the model reads none."""
    print("Date expressions (recognizers-text 54.6 % of single dates, 51.7 % of ranges; dateparser 45.4 %, 19.8 %)")
    scores = bench_dates.scores()
    for name, score in scores.items():
        print(f"  {name:<28} {100 * score.share:5.1f} % of {score.items}")
    return judged(DATES, lambda name: 100 * scores[name].share)


def cost() -> list[str]:
    """CPU time of everything, against spaCy's full pipeline alone in the same run."""
    articles = json.loads((QUOTES_DATA / "dev.json").read_text(encoding="utf-8"))
    stories = [Story(one["title"], one["text"], _noon(one["date"])) for one in articles]
    if extractor.IS_MODEL:
        used = extractor.meter()
        print(f"Cost so far: {used.requests} questions, {used.tokens_in} tokens in, {used.tokens_out} out\n")
        return []
    full = spacy.load(DEFAULT_MODEL)
    _ = list(extractor.extracted(stories[:2])), list(full.pipe([stories[0].text]))
    alone, whole = _seconds(full.pipe(story.text for story in stories)), _seconds(extractor.extracted(stories))
    print(f"Cost on {len(stories)} articles (CPU seconds): spaCy alone {alone:.1f}, the whole {whole:.1f}")
    return judged(COST, lambda _: whole / alone)


def memory() -> list[str]:
    """The largest size of a process that runs `manage.py extract` on the same articles.

    Measured before this process grows: Linux counts what a child was before it became another program.
    """
    articles = (QUOTES_DATA / "dev.json").read_text(encoding="utf-8")
    lines = "\n".join(
        json.dumps({"id": one["article_id"], "title": one["title"], "text": one["text"]})
        for one in json.loads(articles)
    )
    command = [sys.executable, str(PROJECT / "manage.py"), "extract", "--jsonl", *extractor.options()]
    subprocess.run(command, input=lines, text=True, capture_output=True, check=True)
    size = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print("Worker")
    return judged(MEMORY, lambda _: size)


def judged(targets: Sequence[Target], value: Callable[[str], float]) -> list[str]:
    """Print each target with what was reached; the names of those missed."""
    missed = []
    for target in targets:
        reached = value(target.name) or 0.0  # none was found to be measured
        print(
            f"  {'reached' if target.met(reached) else 'MISSED ':<8} {target.label:<46} {reached:8.3f}  target {target}"
        )
        if not target.met(reached):
            missed.append(target.label)
    print()
    return missed


def _scored(*command: object) -> str:
    return subprocess.run(
        [sys.executable, *map(str, command)], text=True, capture_output=True, check=True, encoding="utf-8"
    ).stdout


def _written(path: Path, lines: Sequence[str]) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _quotes_line(article_id: str, quotes: Sequence[dict[str, Any]]) -> str:
    return json.dumps({"id": article_id, "quotes": quotes})


def _noon(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T12:00:00-05:00")


def _seconds(results: Iterable[object]) -> float:
    started = time.process_time()
    for _ in results:
        pass
    return time.process_time() - started


if __name__ == "__main__":
    sys.exit(main())
