"""Kept fields: widgets whose values are kept in the store as they are typed, so that no reload or restart loses one."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, TypeVar

import streamlit as st

import records
from locales import Money, Text, message, typed_money
from views.visit import Visit

T = TypeVar("T")
FIRST, LAST = date(2000, 1, 1), date(2100, 12, 31)
"""Days that can be chosen; without a word it would be ten years to either side, and another day silently none."""
TYPED = "400ms"
"""How long after the last stroke what is typed is sent and kept."""


class Kept:
    """The fields of one place that one person has at work. Values are plain JSON; a place names page and object.

    Two windows of one person keep each other's fields: only what was changed here is written, and what was changed
    elsewhere is taken over where nothing was changed here.
    """

    def __init__(self, visit: Visit, place: str) -> None:
        self._visit, self.place = visit, place
        self._fields = records.read_draft(visit.store, visit.who, place)
        self._turn = f"turn of {place}"

    def __contains__(self, name: str) -> bool:
        return name in self._fields

    def get(self, name: str, default: Any = None) -> Any:  # noqa: ANN401
        """Give a field as it is kept."""
        return self._fields.get(name, default)

    @property
    def fields(self) -> Mapping[str, Any]:
        """Everything that is kept here."""
        return dict(self._fields)

    def put(self, **fields: Any) -> None:  # noqa: ANN401
        """Keep fields that the program sets, not a widget; their widgets are drawn anew."""
        self._fields = records.keep_draft(self._visit.store, self._visit.who, self.place, fields)
        st.session_state[self._turn] = st.session_state.get(self._turn, 0) + 1

    def hold(self, **fields: Any) -> None:  # noqa: ANN401
        """Keep fields that no widget shows."""
        self._fields = records.keep_draft(self._visit.store, self._visit.who, self.place, fields)

    def forget(self, *names: str) -> None:
        """Let fields go, so that their widgets begin with their defaults again."""
        self._fields = records.keep_draft(self._visit.store, self._visit.who, self.place, {}, names)
        st.session_state[self._turn] = st.session_state.get(self._turn, 0) + 1

    def drop(self) -> None:
        """Throw all of it away."""
        records.drop_draft(self._visit.store, self._visit.who, self.place)
        self._fields = {}
        st.session_state[self._turn] = st.session_state.get(self._turn, 0) + 1

    def key(self, name: str) -> str:
        """The key of a field's widget."""
        turn, own = st.session_state.get(self._turn, 0), st.session_state.get(f"{self._turn}:{name}", 0)
        return f"{self.place}:{name}" + (f":{turn}" if turn or own else "") + (f":{own}" if own else "")

    def _speak(self, name: str) -> None:
        """Let a choice be drawn anew in another language: a browser holds what is chosen by the words it showed."""
        held, mark = st.session_state, f"{self._turn}:{name} language"
        if held.get(mark, self._visit.language) != self._visit.language:
            held[f"{self._turn}:{name}"] = held.get(f"{self._turn}:{name}", 0) + 1
        held[mark] = self._visit.language

    def widget(self, name: str, default: T, draw: Callable[[str, T], T]) -> T:
        """Draw a widget under its key, beginning with what is kept, and keep what it is changed to.

        draw: called with the key and the value to begin with, which it must give to the widget as its default. Were
        it set by the session state instead, a browser that is slow to draw could miss it when the page is drawn twice
        at once, and send the widget's bare default as if somebody had chosen it. What was changed elsewhere, and not
        here, is taken over by a new widget.
        """
        kept = self._fields.get(name, default)
        key = self.key(name)
        held = st.session_state
        if key in held and kept != held.get(f"{key} seen") and held[key] == held.get(f"{key} raw"):
            held[f"{self._turn}:{name}"] = held.get(f"{self._turn}:{name}", 0) + 1
            key = self.key(name)
        if key not in held:
            held[f"{key} first"] = held[f"{key} seen"] = kept
        value = draw(key, held[f"{key} first"])
        held[f"{key} raw"] = held[key]
        if value != held[f"{key} seen"]:
            self._fields = records.keep_draft(self._visit.store, self._visit.who, self.place, {name: value})
            held[f"{key} seen"] = value
        return value

    def text(self, name: str, label: Text, default: str = "", **more: Any) -> str:  # noqa: ANN401
        """A line of text."""
        said = self._visit.mark(label)
        return self.widget(
            name, default, lambda key, value: st.text_input(said, value, key=key, live=TYPED, **more) or ""
        )

    def area(self, name: str, label: Text, default: str = "", **more: Any) -> str:  # noqa: ANN401
        """Several lines of text."""
        said = self._visit.mark(label)
        return self.widget(name, default, lambda key, value: st.text_area(said, value, key=key, **more) or "")

    def choice(
        self,
        name: str,
        label: Text,
        options: Mapping[str, Text],
        default: str | None = None,
        **more: Any,  # noqa: ANN401
    ) -> str | None:
        """One of several things, by its code; what is no longer offered counts as the default."""
        begin = default if default is not None else next(iter(options), None)
        if self._fields.get(name, begin) not in options:
            self._fields[name] = begin
        self._speak(name)
        said = self._visit.mark(label)
        return self.widget(
            name,
            begin,
            lambda key, value: st.selectbox(
                said,
                list(options),
                index=list(options).index(value) if value is not None and value in options else None,
                format_func=lambda code: self._visit.say(options.get(code, code)),
                key=key,
                **more,
            ),
        )

    def segments(self, name: str, label: Text, options: Mapping[str, Text], default: str, **more: Any) -> str:  # noqa: ANN401
        """One of a few things, all of them seen."""
        if self._fields.get(name, default) not in options:
            self._fields[name] = default
        self._speak(name)
        said = self._visit.mark(label)
        chosen = self.widget(
            name,
            default,
            lambda key, value: (
                st.segmented_control(
                    said,
                    list(options),
                    default=value if value in options else default,
                    required=True,
                    wrap=True,
                    format_func=lambda code: self._visit.mark(options.get(code, code)),
                    key=key,
                    **more,
                )
                or default
            ),
        )
        return str(chosen)

    def several(
        self,
        name: str,
        label: Text,
        options: Mapping[str, Text],
        default: Sequence[str] = (),
        **more: Any,  # noqa: ANN401
    ) -> list[str]:
        """Any number of several things, by their codes."""
        choose = partial(
            st.multiselect,
            self._visit.mark(label),
            list(options),
            format_func=lambda code: self._visit.say(options.get(code, code)),
            placeholder=self._visit.say(message("Choose")),
            **more,
        )
        return self._any_of(name, options, default, choose)

    def marks(self, name: str, label: Text, options: Mapping[str, Text], default: Sequence[str] = ()) -> list[str]:
        """Any number of a few things, all of them seen, by their codes."""
        choose = partial(
            st.pills,
            self._visit.mark(label),
            list(options),
            selection_mode="multi",
            wrap=True,
            format_func=lambda code: self._visit.mark(options.get(code, code)),
        )
        return self._any_of(name, options, default, choose)

    def _any_of(
        self, name: str, options: Mapping[str, Text], default: Sequence[str], choose: Callable[..., Sequence[str]]
    ) -> list[str]:
        self._fields[name] = [each for each in self._fields.get(name, list(default)) if each in options]
        self._speak(name)

        def draw(key: str, value: list[str]) -> list[str]:
            return list(choose(default=[each for each in value if each in options], key=key))

        return self.widget(name, list(default), draw)

    def toggle(self, name: str, label: Text, default: bool = False, **more: Any) -> bool:  # noqa: ANN401
        """Yes or no."""
        said = self._visit.mark(label)
        return bool(self.widget(name, default, lambda key, value: st.toggle(said, value, key=key, **more)))

    def slider(self, name: str, label: Text, low: int, high: int, default: int, **more: Any) -> int:  # noqa: ANN401
        """A whole number between two ends."""
        said = self._visit.mark(label)
        if not low <= int(self._fields.get(name, default)) <= high:
            self._fields[name] = default
        return int(self.widget(name, default, lambda key, value: st.slider(said, low, high, value, key=key, **more)))

    def day(self, name: str, label: Text, default: date | None = None, **more: Any) -> date | None:  # noqa: ANN401
        """A day, or None while there is none; kept as 2016-03-01."""
        said = self._visit.mark(label)

        def draw(key: str, value: str) -> str:
            chosen = st.date_input(
                said, _day(value), key=key, format="DD/MM/YYYY", min_value=FIRST, max_value=LAST, **more
            )
            return chosen.isoformat() if isinstance(chosen, date) else ""

        return _day(self.widget(name, "" if default is None else default.isoformat(), draw))

    def money(self, name: str, label: Text, default: int | None = None, **more: Any) -> int | None:  # noqa: ANN401
        """Whole rupiah, typed as the reader's language writes money and echoed below; None while it cannot be read.

        The text is kept, not the figure: nobody's half-typed figure is changed under their hands. It is written anew
        only when the reader turns to the other language, whose marks mean the opposite.
        """
        say, language = self._visit.say, self._visit.language
        tongue = f"{name} in"
        before = self._fields.get(tongue, language)
        if name in self._fields and before != language:
            held = typed_money(str(self._fields[name]), before)
            self.put(**{tongue: language, **({} if held is None else {name: say(Money(held))})})
        written = "" if default is None else say(Money(default))
        example = say(Money(8_200_000))
        typed = self.text(name, label, written, placeholder=example, **more)
        if name in self._fields and tongue not in self._fields:
            self._fields = records.keep_draft(self._visit.store, self._visit.who, self.place, {tongue: language})
        figure = typed_money(typed, language)
        if figure is not None:
            st.caption(self._visit.mark(message("read as {money}", money=Money(figure))))
        elif typed.strip():
            wrong = message(
                "“{typed}” is not an amount in whole rupiah. Write it as {example}.", typed=typed, example=example
            )
            st.error(self._visit.mark(wrong))
        return figure


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
