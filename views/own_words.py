"""Streamlit's own words, which it writes in English whatever the page speaks: said in Indonesian by the first page.

Streamlit gives no way to change them (its issues 1353 and 13500). They are replaced where Streamlit writes them and
nowhere else, so that no word of the data is ever touched; whoever has the page read aloud hears what stands there.
"""

import json

from locales import Message, message, render

WORDS: tuple[Message, ...] = (
    message("Upload"),
    message("Add files"),
    message("Drag and drop a file here"),
    message("{size} per file", size="{size}"),
    message("File must be {size} or smaller.", size="{size}"),
    message("Press {keys} to apply", keys="{keys}"),
    message("Skip to main content"),
    message("Clear value"),
    message("Clear all"),
    message("Remove {name}", name="{name}"),
    message("Open"),
    message("Stop"),
    message("Running..."),
    message("Connecting"),
    message("Fullscreen"),
    message("Close fullscreen"),
    message("Download as CSV"),
    message("Download as PNG"),
    message("Copy Vega-Lite spec"),
    message("Show data"),
    message("Show chart"),
    message("Search"),
    message("Show/hide columns"),
    message("Clear selection"),
    message("Collapse sidebar"),
    message("Expand sidebar"),
    message("Previous page"),
    message("Next page"),
    message("Page {number}", number="{number}"),
    message("Clear date"),
    message("Choose date"),
    message("Copy to clipboard"),
    message("Help for {label}", label="{label}"),
)
OPTIONS: tuple[Message, ...] = (
    message("No results"),
    message("Select all"),
    message("Select {count} matches", count="{count}"),
    message("You can only select up to {count} options. Remove an option first.", count="{count}"),
)
COLUMNS: tuple[Message, ...] = (message("Select all"),)
COLUMN: tuple[Message, ...] = (
    message("Dataframe column menu"),
    message("Copy column name"),
    message("Sort ascending"),
    message("Sort descending"),
    message("Statistics"),
    message("Format"),
    message("Autosize"),
    message("Pin column"),
    message("Unpin column"),
    message("Hide column"),
)
FORMATS: tuple[Message, ...] = (
    message("Automatic"),
    message("Localized"),
    message("Plain"),
    message("Compact"),
    message("Dollar"),
    message("Euro"),
    message("Yen"),
    message("Percent"),
    message("Scientific"),
    message("Accounting"),
    message("Duration"),
    message("Distance"),
    message("Calendar"),
)
FIGURES: tuple[Message, ...] = (
    message("Values"),
    message("Empty"),
    message("Distinct"),
    message("Average"),
    message("Standard deviation"),
    message("Minimum"),
    message("25th percentile"),
    message("Median"),
    message("75th percentile"),
    message("Maximum"),
    message("Sum"),
    message("Minimum length"),
    message("Maximum length"),
    message("Average length"),
    message("Range"),
    message("Count"),
    message("Based on sample"),
    message("No data"),
)
CHARTS: tuple[Message, ...] = (
    message("Distribution histogram"),
    message("Top values frequency chart: {values}", values="{values}"),
    message("True/false distribution chart: {values}", values="{values}"),
)
THEIRS = (
    "stFileUploaderDropzone",
    "InputInstructions",
    "stSkipToContent",
    "stStatusWidget",
    "stElementToolbar",
    "stTooltipContent",
)
"""The parts of Streamlit in which all is its own. Where there is data beside, only the words of that place are said."""
TEXTS: tuple[tuple[str, tuple[Message, ...]], ...] = (
    (", ".join(f"[data-testid={name}]" for name in THEIRS), WORDS),
    ("[data-testid=stSelectboxVirtualDropdown], [data-testid=stMultiSelectDropdown]", OPTIONS),
    ("[data-testid=stDataFrameColumnVisibilityMenu]", COLUMNS),
    ("[data-testid=stDataFrameColumnMenu] [role=menuitem]", COLUMN),
    ("[data-testid=stDataFrameColumnFormattingMenu]", FORMATS),
    ("[data-testid=stDataFrameStatisticsMetrics], [data-testid=stDataFrameStatisticsContent] > :last-child", FIGURES),
    ("[data-testid=stDataFrameStatisticsMenu] > :not([data-testid=stDataFrameStatisticsContent])", FIGURES),
    ("#vg-tooltip-element .key", (message("Range"), message("Count"))),
)
"""Where it writes them, and which."""
NAMES: tuple[tuple[str, tuple[Message, ...]], ...] = (
    ("button[aria-label], [role=button][aria-label], button[title], [data-testid=stSkipToContent]", WORDS),
    ("[data-testid=stDataFrameColumnMenu] [aria-label]", COLUMN),
    ("[data-testid=stDataFrameColumnVisibilityMenu] [aria-label]", COLUMNS),
    ("[data-testid=stDataFrameStatisticsChart]", CHARTS),
)
"""Where only what is read aloud is looked at, and what is shown when a pointer rests there."""
SCRIPT = """
const dictionary = (pairs) => {
  const words = new Map(), shapes = [];
  for (const [one, other] of pairs) {
    const plain = (text) => text.replace(/[.*+?^$()|[\\]\\\\]/g, "\\\\$&");
    const shape = (text) => new RegExp("^" + plain(text).replace(/\\{\\w+\\}/, "(.+)") + "$");
    if (one.includes("{")) shapes.push([shape(one), other, shape(other), one]);
    else words.set(one, other).set(`back ${other}`, one);
  }
  return (text, there) => {
    const known = words.get(there ? text : `back ${text}`);
    if (known !== undefined) return known;
    for (const [from, to, back, first] of shapes) {
      const found = (there ? from : back).exec(text);
      if (found) return (there ? to : first).replace(/\\{\\w+\\}/, () => found[1]);
    }
    return text;
  };
};
const texts = %(texts)s.map(([where, pairs]) => [where, dictionary(pairs)]);
const names = %(names)s.map(([where, pairs]) => [where, dictionary(pairs)]);
const speak = (there) => {
  for (const [where, inTheirs] of texts)
    for (const part of document.querySelectorAll(where)) {
      const walk = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
      for (let node = walk.nextNode(); node; node = walk.nextNode()) {
        const said = inTheirs(node.nodeValue, there);
        if (said !== node.nodeValue) node.nodeValue = said;
      }
    }
  for (const [where, inTheirs] of names)
    for (const part of document.querySelectorAll(where))
      for (const name of ["aria-label", "title"]) {
        const now = part.getAttribute(name), said = now && inTheirs(now, there);
        if (said && said !== now) part.setAttribute(name, said);
      }
};
"""


def script() -> str:
    """Give the script: `speak(true)` has Streamlit's words said in Indonesian, `speak(false)` in English again."""
    return SCRIPT % {"texts": _by_place(TEXTS), "names": _by_place(NAMES)}


def _by_place(places: tuple[tuple[str, tuple[Message, ...]], ...]) -> str:
    pairs = [(where, [(render(each, "en"), render(each, "id")) for each in words]) for where, words in places]
    return json.dumps(pairs, ensure_ascii=False)
