"""Names that are programs, addresses and formulas: shown letter by letter on every page, and nothing more."""

import csv
from pathlib import Path

from tests.e2e.conftest import Tab, sample_rounds
from tests.e2e.serving import serve

HOSTILE = (
    '<script>window.__xss.push("script")</script>',
    '<img src="http://outside.invalid/a.png" onerror="window.__xss.push(1)">',
    "![x](http://outside.invalid/b.png)",
    "[click](javascript:window.__xss.push(2))",
    '=HYPERLINK("http://outside.invalid/c","look")',
    ":material/delete: :red[stop] $x^2$ `code` **bold** # head",
    "</div><style>*{display:none}</style>",
    "Perpustakaan " + "Umum Kabupaten Kepulauan " * 12,
    "{0} {name} %s %(a)d \\n ${HOME}",
)


def hostile_round(folder: Path) -> Path:
    """A sample round whose first applicants have such names; its folder of rounds."""
    rounds = sample_rounds(folder / "rounds", "first-partners-2011")
    file = rounds / "first-partners-2011" / "applicants.csv"
    with file.open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    for row, name in zip(rows, HOSTILE * (len(rows) // len(HOSTILE)), strict=False):
        row["name"] = name
    with file.open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return rounds


def test_hostile_names_are_only_letters(tmp_path: Path, tab: Tab) -> None:
    with serve(tmp_path, hostile_round(tmp_path)) as app:
        visit = tab(app).open()
        names = [row[1] for row in visit.table()[1:]]
        assert len({name.strip() for name in HOSTILE} & {name.strip() for name in names}) >= 6
        visit.page.get_by_role("tab").nth(1).click()
        visit.settle()
        shown = [row[1] for row in visit.table(1)[1:]]
        for nth in range(min(5, len(shown))):
            visit.pick_row(nth, 1)
            heading = visit.page.get_by_role("heading", level=3).last.inner_text().replace("\u2060", "")
            assert heading == " ".join(shown[nth].split())
        visit.shot("hostile-names")
