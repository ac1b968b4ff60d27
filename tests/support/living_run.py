"""How often the colours of armed forms are the engine's, by rule: the table in docs/living.zh.md, after twenty minutes.

python tests/support/living_run.py [--books 6] [--rows 600] [SPEC …]
"""

import argparse
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from living_agreement import Compared, compared
from living_colours import colours
from living_rows import drawn

from cgs_validate import list_specs, load_spec, validate
from cgs_validate.living.arm import armed
from cgs_validate.ooxml.container import Container
from cgs_validate.ooxml.limits import Limits

SAME, NOTHING = "same", "engine has nothing"
CLASSES = (SAME, "pale", "dependent", "unsaid", "")


def main() -> None:
    """Draw, compare, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--books", type=int, default=6)
    parser.add_argument("--rows", type=int, default=600)
    parser.add_argument("specs", nargs="*", default=list_specs())
    options = parser.parse_args()
    nasty, by_code, by_due = Counter[tuple[str, str]](), defaultdict(Counter[str]), defaultdict(Counter[str])
    ruled: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for spec in options.specs:
        for seed in range(options.books):
            for one, is_nasty in cells(spec, options.rows, seed):
                column = spec, one.field.name
                nasty[column] += is_nasty
                outcome = SAME if one.difference is None else one.difference
                by_due[str(one.due or NOTHING)][outcome] += 1
                for code in one.codes:
                    by_code[code][outcome] += 1
                    ruled[code].add(column)
                if not outcome:
                    print("DIFFERENT", spec, seed, one, flush=True)
            print(spec, seed, sum(nasty.values()), flush=True)
    print(*("due", *CLASSES), sep=" | ")
    for due, counts in by_due.items():
        print(due, *(counts[one] for one in CLASSES), sep=" | ")
    print(*("rule", "nasty cells", *CLASSES), sep=" | ")
    for code, counts in sorted(by_code.items()):
        print(code, sum(nasty[column] for column in ruled[code]), *(counts[one] for one in CLASSES), sep=" | ")


def cells(spec: str, rows: int, seed: int) -> Iterator[tuple[Compared, bool]]:
    """Yield the cells of a workbook, and whether each is nasty."""
    form = load_spec(spec)
    data, nasty = drawn(form, rows, random.Random(f"{spec} {seed}"), messy=1.0)
    living, _ = armed(Container(data, Limits()), form)
    with TemporaryDirectory() as folder:
        shown = colours(living.data, Path(folder))
    yield from ((one, one.place in nasty) for one in compared(validate(living.data, form), shown, rows))


if __name__ == "__main__":
    main()
