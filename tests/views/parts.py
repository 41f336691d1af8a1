"""Parts of a drawn page, found as a person finds them: by their keys' ends, and as the words that are read."""

import re
from typing import Any

from streamlit.testing.v1 import AppTest

from views.downloads import OFFERS
from views.literal import JOINER


def widget(page: AppTest, kind: str, name: str) -> Any:
    """The widget of a kind whose key ends with a name, whatever its turn."""
    found = [
        each for each in getattr(page, kind) if re.search(rf"(^|:){re.escape(name)}(:\d+)?( day)?$", each.key or "")
    ]
    assert len(found) == 1, (name, [each.key for each in getattr(page, kind)])
    return found[0]


def there(page: AppTest, kind: str, name: str) -> bool:
    """Whether a widget of a kind has a key that ends so."""
    return any(re.search(rf"(^|:){re.escape(name)}(:\d+)?( day)?$", each.key or "") for each in getattr(page, kind))


def press(page: AppTest, key: str) -> AppTest:
    """Press the button of a key."""
    return page.button(key=key).click().run()


def part(page: AppTest, name: str) -> AppTest:
    """Go to a part of the page."""
    return widget(page, "segmented_control", "part").set_value(name).run()  # type: ignore[no-any-return]


def read(page: AppTest) -> str:
    """All words of the page but its tables, without the escapes of Markdown."""
    kinds = (page.title, page.subheader, page.markdown, page.caption, page.text, page.error, page.warning)
    said = [str(each.value) for kind in (*kinds, page.success, page.info, page.code) for each in kind]
    said += [str(each.proto.label) for each in page.get("page_link")]
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", "\n".join(said)).replace(JOINER, "")


def taken(page: AppTest, ending: str) -> bytes:
    """What the page offers under a name that ends so, made as when it is taken."""
    (secret,) = [secret for name, secret in page.session_state["offers"].items() if name.endswith(ending)]
    return OFFERS._offers[secret].make()  # the cookies of a page under test are not a browser's
