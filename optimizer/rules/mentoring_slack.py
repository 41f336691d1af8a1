"""The slack face of mentoring: reach by whole kilometres, room and the least by whole villages."""

from collections.abc import Iterator, Set
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, Any

from locales import Message, message
from optimizer.numbers import fraction, plain
from optimizer.slack import Move, Piece, Slack
from optimizer.tables import Tables

if TYPE_CHECKING:
    from optimizer.rules.mentoring import Mentoring

REACH = "reach_km"
NEAREST_KM = 10
"""A reach of nearly nothing may still be widened by this."""


def kept(rule: "Mentoring", tables: Tables, pieces: Set[Piece]) -> "Mentoring | None":
    """The pairing with or without its least and its most."""
    if Piece(rule.id, REACH) not in pieces:
        return None
    update: dict[str, Any] = {}
    if Piece(rule.id, "at_least") not in pieces:
        update["at_least"] = 0
    if Piece(rule.id, "at_most") not in pieces:
        update |= {"at_most": max(len(tables.applicants), 1), "capacity": ""}
    return rule.model_copy(update=update)


def slacks(rule: "Mentoring", tables: Tables) -> Iterator[Slack]:
    """Reach up to twice itself (or as `relax_at_most` has it), room up to all villages, the least down to none."""
    reach = fraction(rule.reach_km)
    widest = reach + fraction(rule.relax_at_most.get(REACH, max(rule.reach_km, NEAREST_KM)))
    far = rule.model_copy(update={"reach_km": float(widest)}).reach(tables.applicants)
    levels = sorted({Fraction(ceil(fraction(km) - reach)) for km in far["km"].tolist() if km > rule.reach_km})
    levels = [level for level in levels if reach + level <= widest]
    if levels:
        yield Slack(Piece(rule.id, REACH), max(reach, Fraction(1)), most=len(levels), levels=tuple(levels))
    villages = int(far["village"].nunique())
    if villages > rule.at_most:
        yield Slack(Piece(rule.id, "at_most"), Fraction(rule.at_most), most=villages - rule.at_most)
    if rule.at_least:
        yield Slack(Piece(rule.id, "at_least"), Fraction(rule.at_least), most=rule.at_least)


def moved(rule: "Mentoring", move: Move) -> int | float:
    """The setting after a move."""
    kind = move.piece.kind
    return plain(fraction(getattr(rule, kind)) + (-move.amount if kind == "at_least" else move.amount))


def said(rule: "Mentoring", move: Move) -> Message:
    """Say the new reach or room."""
    kind = move.piece.kind
    old, new = getattr(rule, kind), moved(rule, move)
    if kind == REACH:
        return message("{rule}: let mentors reach {new} km instead of {old} km", rule=rule.titled, new=new, old=old)
    if kind == "at_most":
        return message(
            "{rule}: let a mentor take up to {new} villages instead of {old}", rule=rule.titled, new=new, old=old
        )
    return message(
        "{rule}: ask of a mentor to take at least {new} villages instead of {old}", rule=rule.titled, new=new, old=old
    )


def named(rule: "Mentoring", piece: Piece) -> Message:
    """Name the pairing, the most or the least."""
    if piece.kind == "at_most":
        return message("{rule}: a mentor takes at most {most} villages", rule=rule.name, most=rule.at_most)
    if piece.kind == "at_least":
        return message("{rule}: a mentor takes at least {least} villages", rule=rule.name, least=rule.at_least)
    return message("{rule}: every village has a mentor within {reach} km", rule=rule.name, reach=rule.reach_km)
