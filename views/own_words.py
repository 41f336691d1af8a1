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
    message("No results"),
    message("Select all"),
    message("Select {count} matches", count="{count}"),
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
    message("Sort ascending"),
    message("Sort descending"),
    message("Format"),
    message("Autosize"),
    message("Pin column"),
    message("Unpin column"),
    message("Hide column"),
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
PARTS = (
    "stFileUploaderDropzone",
    "InputInstructions",
    "stSkipToContent",
    "stSelectboxVirtualDropdown",
    "stMultiSelectDropdown",
    "stStatusWidget",
    "stElementToolbar",
    "stTooltipContent",
    "stDataFrameColumnMenu",
)
"""The parts of Streamlit in which it writes them; elsewhere only what is read aloud of a button is looked at."""
SCRIPT = """
const words = new Map(), shapes = [];
for (const [one, other] of %(pairs)s) {
  const plain = (text) => text.replace(/[.*+?^$()|[\\]\\\\]/g, "\\\\$&");
  const shape = (text) => new RegExp("^" + plain(text).replace(/\\{\\w+\\}/, "(.+)") + "$");
  if (one.includes("{")) shapes.push([shape(one), other, shape(other), one]);
  else words.set(one, other).set(`back ${other}`, one);
}
const inTheirs = (text, there) => {
  const known = words.get(there ? text : `back ${text}`);
  if (known !== undefined) return known;
  for (const [from, to, back, first] of shapes) {
    const found = (there ? from : back).exec(text);
    if (found) return (there ? to : first).replace(/\\{\\w+\\}/, () => found[1]);
  }
  return text;
};
const NAMED = "button[aria-label], [role=button][aria-label], button[title], [data-testid=stSkipToContent]";
const speak = (there) => {
  for (const part of document.querySelectorAll(%(parts)s)) {
    const walk = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const said = inTheirs(node.nodeValue, there);
      if (said !== node.nodeValue) node.nodeValue = said;
    }
  }
  for (const part of document.querySelectorAll(NAMED))
    for (const name of ["aria-label", "title"]) {
      const now = part.getAttribute(name), said = now && inTheirs(now, there);
      if (said && said !== now) part.setAttribute(name, said);
    }
};
"""


def script() -> str:
    """Give the script: `speak(true)` has Streamlit's words said in Indonesian, `speak(false)` in English again."""
    pairs = [(render(each, "en"), render(each, "id")) for each in WORDS]
    parts = ", ".join(f'[data-testid="{name}"]' for name in PARTS)
    return SCRIPT % {"pairs": json.dumps(pairs, ensure_ascii=False), "parts": json.dumps(parts)}
