"""A stopwatch in the browser: from a key that is pressed to the frame in which the page shows something else."""

from playwright.sync_api import Locator, Page

ARM = """([selector]) => {
  const seen = () => [...document.querySelectorAll(selector)].map(part => part.innerText).join('\\n');
  const before = seen();
  let asked;
  addEventListener('keydown', event => { if (event.key === 'Enter') asked ??= performance.now(); }, true);
  window.__answer = new Promise(done => {
    const look = () => {
      const settled = asked !== undefined && !document.querySelector('[data-stale="true"]') && seen() !== before;
      if (settled) done(performance.now() - asked); else requestAnimationFrame(look);
    };
    look();
  });
}"""


def seconds_to_answer(page: Page, field: Locator, text: str, selector: str) -> float:
    """Type a text into a field, press Enter, and wait until what the selector finds reads differently and is fresh."""
    field.click()
    field.press("Control+a")
    field.press_sequentially(text)
    page.evaluate(ARM, [selector])
    field.press("Enter")
    return float(page.evaluate("window.__answer")) / 1000
