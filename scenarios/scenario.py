"""A Scenario: one named set of choices, read from TOML."""

import hashlib
import json
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field, SerializeAsAny, ValidationError, field_validator

from intake import Finding, Findings, InputError, Severity, Strict
from locales import Label, Message, message
from optimizer import CataloguePolicy, Maximise, Objective, Rule, Settings, read_objective, read_rule
from scenarios.manipulation_settings import USUAL, Honest
from scenarios.robust_settings import AS_EVER, Robust
from scoring import Policy

Rupiah: TypeAlias = Annotated[int, Field(ge=0)]


class Budget(Strict):
    """How much of the round's budget lines a plan may use.

    basis: `amount` counts on what a line or funder is to hold, `pledged` only on what is signed. lines, funders:
    replace a line's or funder's figure, in whole rupiah, by year where the round gives it by year. scale: multiplies
    every line and funder, rounded down to whole rupiah.
    """

    basis: Literal["amount", "pledged"] = "amount"
    scale: float = Field(default=1.0, ge=0)
    lines: dict[str, Rupiah | dict[str, Rupiah]] = Field(default_factory=dict)
    funders: dict[str, Rupiah | dict[str, Rupiah]] = Field(default_factory=dict)


class Scenario(Strict):
    """One set of choices about one round: weights, gates, catalogue, budget, rules, objectives, solver, doubts."""

    schema_version: Literal[1] = Field(alias="schema", default=1)
    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    title: Label
    note: Label | None = None
    scoring: Policy = Policy()
    catalogue: CataloguePolicy = CataloguePolicy()
    budget: Budget = Budget()
    rules: tuple[SerializeAsAny[Rule], ...] = ()
    objectives: tuple[SerializeAsAny[Objective], ...] = (Maximise(measure="value"),)
    solver: Settings = Settings()
    robust: Robust = Field(default=AS_EVER, exclude_if=lambda robust: robust == AS_EVER)
    manipulation: Honest = Field(default=USUAL, exclude_if=lambda honest: honest == USUAL)

    @field_validator("rules", mode="before")
    @classmethod
    def _rules(cls, given: Any) -> Any:  # noqa: ANN401
        _refuse_no_tables("rules", given, Rule)
        rules = tuple(read_rule(r, n) if isinstance(r, dict) else r for n, r in enumerate(given))
        ids = [rule.id for rule in rules]
        twice = sorted({name for name in ids if ids.count(name) > 1})
        if twice:
            raise ValueError(f"two rules are called {', '.join(twice)}")
        return rules

    @field_validator("objectives", mode="before")
    @classmethod
    def _objectives(cls, given: Any) -> Any:  # noqa: ANN401
        _refuse_no_tables("objectives", given, Objective)
        if not given:
            raise ValueError("a scenario needs at least one objective")
        return tuple(read_objective(o, n) if isinstance(o, dict) else o for n, o in enumerate(given))

    def as_data(self) -> dict[str, Any]:
        """Give the scenario as the table that its file would hold."""
        data = self.model_dump(mode="json", by_alias=True, exclude={"rules", "objectives"})
        data["rules"] = [rule.as_data() for rule in self.rules]
        data["objectives"] = [objective.as_data() for objective in self.objectives]
        return data

    def fingerprint(self) -> str:
        """SHA-256 of everything the scenario says."""
        text = json.dumps(self.as_data(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def _refuse_no_tables(name: str, given: object, kind: type[Rule] | type[Objective]) -> None:
    if not isinstance(given, list | tuple) or not all(isinstance(each, dict | kind) for each in given):
        raise ValueError(f"{name} must be written as tables, each under a line [[{name}]] with two brackets")


def read(path: str | Path) -> Scenario:
    """Read one scenario file; raise InputError that names what is wrong in it."""
    file = Path(path)
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise _refused(file, message("the scenario cannot be read: {why}", why=error.strerror or "")) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _refused(file, message("this is not TOML: {why}", why=str(error))) from error
    return from_data(data, file.name)


def from_data(data: dict[str, Any], file: str = "scenario") -> Scenario:
    """Make a scenario from its table; raise InputError that lists everything wrong."""
    try:
        return Scenario.model_validate(data)
    except ValidationError as error:
        raise InputError(
            Findings.of(
                _finding(
                    file,
                    message("{field}: {why}", field=".".join(map(str, each["loc"])) or "scenario", why=each["msg"]),
                    str(each["input"])[:80] if not isinstance(each["input"], dict | list) else "",
                )
                for each in error.errors()
            )
        ) from error


def find(folder: Path, name: str) -> Path:
    """Find a scenario of a round by its name or by its path."""
    given = Path(name)
    if given.suffix == ".toml" and given.exists():
        return given
    path = folder / "scenarios" / f"{name.removesuffix('.toml')}.toml"
    known = tuple(sorted(each.stem for each in (folder / "scenarios").glob("*.toml")))
    if path.parent != folder / "scenarios" or path.stem not in known:
        raise InputError(
            Findings.of(
                [
                    Finding(
                        "scenario.unknown",
                        Severity.ERROR,
                        message("there is no scenario {name} in this round", name=name),
                        message("the scenarios are: {names}", names=known),
                        file=str(folder.name),
                        value=name,
                    )
                ]
            )
        )
    return path


def _refused(file: Path, problem: Message) -> InputError:
    return InputError(Findings.of([_finding(file.name, problem, "")]))


def _finding(file: str, problem: Message, value: str) -> Finding:
    remedy = message("correct the scenario file; docs/scenarios.md lists every field")
    return Finding("scenario", Severity.ERROR, problem, remedy, file=file, value=value)
