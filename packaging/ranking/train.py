#!/usr/bin/env python3
"""Trains the heads of the ranking and writes resources/ranking/model.bin: the same bytes every time.

  python packaging/ranking/train.py --sets FOLDER               trains, and writes the model
  python packaging/ranking/train.py --sets FOLDER --check       trains, and says whether the model there is the same
  python packaging/ranking/train.py --sets FOLDER --out FILE    writes it elsewhere; see --without and --share

FOLDER holds the free sets that resources/ranking/MODEL.md lists, as gzip-packed JSON lines; their text is no part of the
product. `pip install -e .[ranking]` brings what this needs.

Two heads. "shop" is learned from the messages written for small shops alone, each in its situation (mail, post, review,
a reply), and says who must be answered first. "anywhere" is learned from free sets and blunt messages: a problem put to
a business, added to a negative emotion, for what is said in public by people of whom nothing else is known.
"""

import argparse
import gzip
import json
import math
import random
import re
import sys
from array import array
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402 - the checkout this script stands in comes first
from scipy import sparse  # noqa: E402
from sklearn.linear_model import SGDClassifier  # noqa: E402

from desktop.domain.kinds import Kind  # noqa: E402
from desktop.paths import resource  # noqa: E402
from desktop.triage.features import HEARD, SIZE, Seen, Where, alone, seen, signs, situations, weight  # noqa: E402
from desktop.triage.lexicon import load  # noqa: E402
from desktop.triage.model import Head, dump  # noqa: E402
from desktop.triage.words import outside_blanked  # noqa: E402

VERSION = 2
LANGUAGES = ("de", "en", "es", "fr")
MESSAGES = ROOT / "resources" / "ranking" / "messages"
MODEL = ROOT / "resources" / "ranking" / "model.bin"
DRAWS = 3
NEGATIVE = frozenset(("anger", "annoyance", "disappointment", "disapproval", "disgust"))
PROBLEMS = frozenset(("wrong_notworking_notshowing", "lost_stolen"))
_BROKEN = re.compile("reportbroken|disputecharge|reportlostcard")
_BANK_TROUBLE = re.compile(
    "not_work|compromised|declined|failed|lost_or_stolen|not_recognised|extra_charge|charged|not_show|wrong_|"
    "not_received|swallowed|not_updated|pending|reverted|card_arrival|blocked|_fee_"
)
_KINDS = {"dm": Kind.DIRECT}
_EVERY_TRADE = frozenset(("any", "plain"))
"""Messages that fit every trade."""
_BLUNT = 0.2
"""How much of the messages under "any" counts for "shop": most are shouted at large firms, and they are many."""
_FIRST = 0.45
"""The share of messages that come first to which "shop" speaks, however many of them are written: how loud it is heard,
and where “Needs you” begins, were chosen at this share."""

Row = dict[str, Any]
Labelled = tuple[list[str], list[int], list[float]]


def main() -> int:
    """Train and write, or compare."""
    call = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    call.add_argument("--sets", type=Path, required=True, help="the folder with the free sets")
    call.add_argument("--out", type=Path, default=MODEL, help="where the model goes")
    call.add_argument("--check", action="store_true", help="write nothing; fail if the model there differs")
    call.add_argument("--without", default="", help="leave out a free set, such as goemotions")
    call.add_argument("--share", type=float, default=1.0, help="learn from so much of the written messages (0..1)")
    call.add_argument("--trades", type=int, default=0, help="learn from so many trades only (0: all)")
    given = call.parse_args()
    model = train(given.sets, without=given.without, share=given.share, trades=given.trades)
    if given.check:
        same = given.out.read_bytes() == model
        sys.stdout.write(f"{given.out.name} is {'the same' if same else 'different'}\n")
        return 0 if same else 1
    given.out.write_bytes(model)
    sys.stdout.write(f"{given.out}: {len(model):,} bytes\n")
    return 0


def train(sets: Path, *, without: str = "", share: float = 1.0, trades: int = 0) -> bytes:
    """Return the model as its file holds it."""
    rows = some(written(), share, trades)
    return dump(VERSION, LANGUAGES, (shop(rows), anywhere(rows, sets, without)))


def written() -> list[Row]:
    """Return the messages for training, in a fixed order: those of the trades that are held out are not among them."""
    held = set((MESSAGES / "held-out.txt").read_text(encoding="utf-8").split())
    return [
        {**json.loads(line), "trade": file.stem}
        for file in sorted(MESSAGES.glob("*/*.jsonl"))
        if file.stem not in held
        for line in file.read_text(encoding="utf-8").splitlines()
    ]


def some(rows: list[Row], share: float, trades: int) -> list[Row]:
    """Return a part of the messages, for the learning curves."""
    if trades:
        names = sorted({row["trade"] for row in rows} - _EVERY_TRADE)
        kept = {*_EVERY_TRADE, *random.Random(7).sample(names, min(trades, len(names)))}
        rows = [row for row in rows if row["trade"] in kept]
    return rows if share >= 1.0 else random.Random(7).sample(rows, round(share * len(rows)))


def shop(rows: list[Row]) -> Head:
    """Return the head that says who of a shop's customers comes first."""
    found = matrix((whole(row), where(row)) for row in rows)
    wanted = [int(row["first"]) for row in rows]
    counts = [_BLUNT if row["trade"] == "any" else 1.0 for row in rows]
    weights, bias = fit(found, wanted, counts, seed=0, alpha=1e-5, rounds=40)
    first = np.asarray(wanted, dtype=bool)
    return head("shop", weights, bias, found, np.where(first, _FIRST / first.sum(), (1 - _FIRST) / (~first).sum()))


def whole(row: Row) -> str:
    """Return what the ranker reads of a message: the subject counts where it begins something."""
    subject = row.get("subject", "")
    return row["text"] if row.get("reply") or not subject else f"{subject}\n{row['text']}"


def where(row: Row) -> Where:
    """Return where a message was said."""
    kind = _KINDS.get(row["channel"]) or Kind(row["channel"])
    return Where(kind, row["addressed"] != "passing", bool(row.get("reply")))


def anywhere(rows: list[Row], sets: Path, without: str) -> Head:
    """Return the head for what is said anywhere: a problem put to a business, and a negative emotion."""
    seed = [json.loads(line) for line in (MESSAGES / "first-720.jsonl").read_text(encoding="utf-8").splitlines()]
    blunt = [row for row in rows if row["trade"] == "any"]
    own = [row["text"] for row in seed] + [whole(row) for row in blunt]
    own_wanted = [int(row["kind"] == "complaint") for row in seed] + [int(row["first"]) for row in blunt]
    own_found = plain(own)
    weights, bias = np.zeros(SIZE), 0.0
    for draw in range(DRAWS):
        rng = random.Random(draw)
        texts, wanted, counts = problems(sets, rng, without)
        every = sparse.vstack([own_found, plain(texts)]).tocsr()
        pieces = [
            (every, fit(every, [*own_wanted, *wanted], [3.0] * len(own) + counts, seed=draw, alpha=1e-5, rounds=12))
        ]
        if without != "goemotions":
            emotional, negative = emotions(sets, rng)
            felt = sparse.vstack([own_found, plain(emotional)]).tocsr()
            counted = [3.0] * len(own) + [1.0] * len(emotional)
            pieces.append((felt, fit(felt, [*own_wanted, *negative], counted, seed=draw, alpha=1e-5, rounds=8)))
        for found, (one, offset) in pieces:
            spread = float((found @ one + offset).std())
            weights += one / spread
            bias += offset / spread
    return head("anywhere", weights, bias, own_found)


def problems(sets: Path, rng: random.Random, without: str) -> Labelled:
    """Return texts, whether each puts a problem to a business, and how much each counts; no text twice."""
    texts: dict[str, tuple[int, float]] = {}

    def take(rows: Iterable[tuple[str, int]], count: float = 1.0) -> None:
        for text, wanted in rows:
            texts.setdefault(text.strip(), (wanted, count))

    def read(name: str) -> list[Row]:
        return [] if name == without else free(sets, name)

    told = [(row["text"], int(bool(_BROKEN.match(str(row["intent"]))))) for row in read("multidogo")]
    rng.shuffle(told)
    take([one for one in told if one[1]][:2500])
    take([one for one in told if not one[1] and len(one[0].split()) > 3][:5000])
    take((row["text"], int(bool(PROBLEMS & set(row["intents"])))) for row in read("nlupp"))
    take(((row["text"], int(bool(_BANK_TROUBLE.search(row["intent"])))) for row in read("banking77")), 0.5)
    take((part, 1) for row in read("cfpb_narratives") for part in pairs(row["text"]) if rng.random() < 0.5)
    for name, most in (("clinc", 4000), ("goemotions", 8000)):
        rows = read(name)
        rng.shuffle(rows)
        take((row["text"], 0) for row in rows[:most])
    take(((row["text"], 0) for row in read("sms")), 0.7)
    take(((" ".join(row["text"].split()[:120]), 0) for row in read("spamassassin")[:1500]), 0.7)
    texts.pop("", None)
    return list(texts), [one for one, _ in texts.values()], [count for _, count in texts.values()]


def pairs(text: str) -> Iterator[str]:
    """Yield a long story two sentences at a time."""
    sentences = re.split(r"(?<=[.!?])\s+", text)
    for first in range(0, len(sentences) - 1, 2):
        pair = " ".join(sentences[first : first + 2])
        if 5 < len(pair.split()) < 60:
            yield pair


def emotions(sets: Path, rng: random.Random) -> tuple[list[str], list[int]]:
    """Return texts, and whether each shows a negative emotion."""
    rows = free(sets, "goemotions")
    rng.shuffle(rows)
    rows = rows[:20000]
    return [row["text"] for row in rows], [int(bool(NEGATIVE & set(row["emo"]))) for row in rows]


def free(sets: Path, name: str) -> list[Row]:
    """Return the rows of a free set."""
    with gzip.open(sets / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


_LEXICON = load(resource("lexicon"))


def plain(texts: Sequence[str]) -> sparse.csr_matrix:
    """Return a row of features for each text, wherever it was said."""
    return matrix((text, None) for text in texts)


def matrix(said: Iterable[tuple[str, Where | None]]) -> sparse.csr_matrix:
    """Return a row of features of length 1 for each text and where it was said."""
    starts, places, weights = array("q", [0]), array("i"), array("d")
    for text, place in said:
        bare = outside_blanked(text)
        folded = _LEXICON.words_of(bare).folded[:HEARD]
        found = weighed(seen(folded, _LEXICON.negators, signs(bare)), situations(place) if place else ())
        length = math.sqrt(math.fsum(count * count for _, count in found)) or 1.0
        for feature, count in sorted(found):
            places.append(feature)
            weights.append(count / length)
        starts.append(len(places))
    return sparse.csr_matrix((np.array(weights), np.array(places), np.array(starts)), shape=(len(starts) - 1, SIZE))


def weighed(text: Seen, situations: tuple[int, ...]) -> list[tuple[int, float]]:
    """Return every feature of a text with how much it counts: what a head at work adds up."""
    found = [(alone(word)[0], weight(times)) for word, times in text.words.items()]
    found += [(feature, 1.0) for word in text.words for feature in alone(word, situations)[1:]]
    return found + [(feature, weight(times)) for feature, times in text.others.items()]


def fit(
    found: sparse.csr_matrix, wanted: Sequence[int], counts: Sequence[float], *, seed: int, alpha: float, rounds: int
) -> tuple[Any, float]:
    """Return weights and bias of a logistic head; both sides count alike, however many there are of each."""
    labels, weights = np.asarray(wanted), np.asarray(counts, dtype=float)
    for side in (0, 1):
        weights[labels == side] *= len(labels) / 2 / weights[labels == side].sum()
    model = SGDClassifier(loss="log_loss", average=True, alpha=alpha, max_iter=rounds, tol=None, random_state=seed)
    model.fit(found, labels, sample_weight=weights)
    return model.coef_[0], float(model.intercept_[0])


def head(name: str, weights: Any, bias: float, found: sparse.csr_matrix, counts: Any = None) -> Head:
    """Return a head in signed bytes that speaks in standard deviations of what it says of `found`, each as it `counts`."""
    said = found @ weights + bias
    step = float(np.abs(weights).max()) / 127
    small = np.rint(weights / step).astype(np.int8)
    middle = float(np.average(said, weights=counts))
    spread = math.sqrt(float(np.average((said - middle) ** 2, weights=counts)))
    return Head(name, array("b", small.tobytes()), round(step / spread, 9), round((bias - middle) / spread, 9))


if __name__ == "__main__":
    raise SystemExit(main())
