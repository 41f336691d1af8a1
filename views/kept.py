"""Kept fields: widgets whose values are kept in the store as they are typed, so that no reload or restart loses one."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import streamlit as st

import records
from locales import Money, Text, message, typed_money
from views.visit import Visit

T = TypeVar("T")
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
        turn = st.session_state.get(self._turn, 0)
        return f"{self.place}:{name}" if not turn else f"{self.place}:{name}:{turn}"

    def widget(self, name: str, default: T, draw: Callable[[str], T]) -> T:
        """Draw a widget under its key, holding what is kept, and keep what it is changed to."""
        key = self.key(name)
        seen = f"{key} seen"
        kept = self._fields.get(name, default)
        if key not in st.session_state or (kept != st.session_state.get(seen) == st.session_state[key]):
            st.session_state[key] = st.session_state[seen] = kept
        value = draw(key)
        if value != st.session_state.get(seen):
            self._fields = records.keep_draft(self._visit.store, self._visit.who, self.place, {name: value})
            st.session_state[seen] = value
        return value

    def text(self, name: str, label: Text, default: str = "", **more: Any) -> str:  # noqa: ANN401
        """A line of text."""
        said = self._visit.mark(label)
        return self.widget(name, default, lambda key: st.text_input(said, key=key, live=TYPED, **more) or "")

    def area(self, name: str, label: Text, default: str = "", **more: Any) -> str:  # noqa: ANN401
        """Several lines of text."""
        said = self._visit.mark(label)
        return self.widget(name, default, lambda key: st.text_area(said, key=key, **more) or "")

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
        said = self._visit.mark(label)
        return self.widget(
            name,
            begin,
            lambda key: st.selectbox(
                said, list(options), format_func=lambda code: self._visit.say(options.get(code, code)), key=key, **more
            ),
        )

    def segments(self, name: str, label: Text, options: Mapping[str, Text], default: str, **more: Any) -> str:  # noqa: ANN401
        """One of a few things, all of them seen."""
        if self._fields.get(name, default) not in options:
            self._fields[name] = default
        said = self._visit.mark(label)
        chosen = self.widget(
            name,
            default,
            lambda key: (
                st.segmented_control(
                    said,
                    list(options),
                    required=True,
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
        self._fields[name] = [each for each in self._fields.get(name, list(default)) if each in options]
        said = self._visit.mark(label)
        return self.widget(
            name,
            list(default),
            lambda key: list(
                st.multiselect(
                    said,
                    list(options),
                    format_func=lambda code: self._visit.say(options.get(code, code)),
                    key=key,
                    placeholder=self._visit.say(message("Choose")),
                    **more,
                )
            ),
        )

    def toggle(self, name: str, label: Text, default: bool = False, **more: Any) -> bool:  # noqa: ANN401
        """Yes or no."""
        said = self._visit.mark(label)
        return bool(self.widget(name, default, lambda key: st.toggle(said, key=key, **more)))

    def slider(self, name: str, label: Text, low: int, high: int, default: int, **more: Any) -> int:  # noqa: ANN401
        """A whole number between two ends."""
        said = self._visit.mark(label)
        if not low <= int(self._fields.get(name, default)) <= high:
            self._fields[name] = default
        return int(
            self.widget(name, default, lambda key: st.slider(said, min_value=low, max_value=high, key=key, **more))
        )

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
