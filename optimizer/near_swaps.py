"""NearSwaps: plans within the loss that are one exchange away from a known one, found without a solver.

One option is taken for another, of the same applicant or of another, or one is added or dropped. All exchanges of a
plan are tried at once; what looks lawful is believed after an exact count of every row.
"""

from collections.abc import Collection, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from optimizer.settled import Core

LARGEST = 20_000_000
"""Rows times columns up to which exchanges are tried; beyond, they cost more than they find."""
CELLS = 4_000_000
"""Rows times exchanges that are tried at once; each takes eight bytes, several times over."""


class NearSwaps:
    """Tries the exchanges of one core; `worth` and `least` are the first objective's, turned round to be maximised."""

    def __init__(self, core: Core, worth: dict[int, int], least: int) -> None:
        self.core = core
        program = core.program
        self._usable = len(program.rows) * len(program.columns) <= LARGEST
        if not self._usable:
            return
        self._rows = np.zeros((len(program.rows), len(program.columns) + 1))
        for i, row in enumerate(program.rows):
            self._rows[i, list(row.columns)] = row.numbers
        self._low = np.array([-np.inf if row.sense == "<=" else row.bound for row in program.rows])
        self._high = np.array([np.inf if row.sense == ">=" else row.bound for row in program.rows])
        # The last column stands for nothing: to add an option is to take it for nothing.
        self._worth = np.array([*(float(worth.get(j, 0)) for j in core.kept), 0.0])
        self._whole_worth, self._least = worth, least
        self._options = np.array([column.key[0] == "option" for column in program.columns], dtype=bool)
        keys = [column.key for column in program.columns]
        self._owner = np.array([*(key[1] if key[0] == "option" else "" for key in keys), ""], dtype=object)

    def near(
        self, vector: Sequence[int], applicants: Collection[str], *, packages: bool = False
    ) -> Iterator[tuple[int, ...]]:
        """For each applicant the best plan one exchange away that decides it (or its package) otherwise."""
        if not self._usable or not applicants or not len(self._options):
            return
        values = np.array([vector[j] for j in self.core.kept], dtype=np.float64)
        nothing = len(values)
        into = np.append(np.flatnonzero(self._options & (values == 0)), nothing)
        out = np.append(np.flatnonzero(self._options & (values == 1)), nothing)
        ins, outs = (each.ravel() for each in np.meshgrid(into, out, indexing="ij"))
        asked = np.array([owner in applicants for owner in self._owner], dtype=bool)
        reached = sum(w * vector[j] for j, w in self._whole_worth.items())
        gain = self._worth[ins] - self._worth[outs]
        wanted = (asked[ins] | asked[outs]) & ((self._owner[ins] == self._owner[outs]) == packages)
        kept = np.flatnonzero(wanted & (gain >= self._least - reached))
        kept = kept[np.argsort(-gain[kept], kind="stable")]
        used = self._rows[:, :-1] @ values
        served: set[str] = set()
        chunk = max(CELLS // max(len(self._rows), 1), 1)
        for start in range(0, len(kept), chunk):
            some = kept[start : start + chunk]
            for pair in some[self._lawful(used, ins[some], outs[some])].tolist():
                moved = {int(ins[pair]), int(outs[pair])} - {nothing}
                owners = {str(self._owner[k]) for k in moved if asked[k]}
                if owners - served:
                    served |= owners
                    found = self._moved(vector, moved)
                    if found is not None:
                        yield found

    def _lawful(
        self, used: npt.NDArray[np.float64], ins: npt.NDArray[np.intp], outs: npt.NDArray[np.intp]
    ) -> npt.NDArray[np.bool_]:
        after = used[:, None] + self._rows[:, ins] - self._rows[:, outs]
        within = (after >= self._low[:, None]) & (after <= self._high[:, None])
        return np.asarray(within.all(axis=0), dtype=bool)

    def _moved(self, vector: Sequence[int], moved: set[int]) -> tuple[int, ...] | None:
        """The plan after the exchange, if every row still holds."""
        own = [vector[j] for j in self.core.kept]
        for k in moved:
            own[k] = 1 - own[k]
        found = self.core.lifted(own)
        return None if self.core.whole.broken(found) else tuple(found)
