"""Sweeps whose answers are kept by themselves: keepers, schedulers and questions for tests."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from optimizer import Funded, Status
from scenarios import Altered, Case, Inquiry
from scenarios.blocks import Answers, Ask, Block


class Memory:
    """A keeper that forgets everything with the test."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}

    def known(self, digests: Iterable[str]) -> Mapping[str, str]:
        """What is kept of these."""
        return {each: self.texts[each] for each in digests if each in self.texts}

    def keep(self, digest: str, text: str) -> None:
        """Keep it; twice is a mistake."""
        assert digest not in self.texts
        self.texts[digest] = text


class Harmed(Memory):
    """A keeper of texts that are no answers any more; what is kept instead of them takes their place."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        super().__init__()
        self._harmed = dict(texts)

    def known(self, digests: Iterable[str]) -> Mapping[str, str]:
        """What was harmed of these."""
        return {each: self._harmed[each] for each in digests if each in self._harmed}


class Counting:
    """A scheduler that answers here, backwards, and gives up after so many blocks: what it was asked is counted."""

    def __init__(self, blocks: int = 1_000_000) -> None:
        self.blocks = blocks
        self.asked: list[Inquiry] = []

    def __call__(self, ask: Ask, blocks: Sequence[Block]) -> Iterable[tuple[int, Answers]]:
        """Answer the last blocks first."""
        for place in reversed(range(len(blocks))):
            if not self.blocks:
                raise RuntimeError("the scheduler is lost")
            self.blocks -= 1
            self.asked.extend(each for each in blocks[place] if isinstance(each, Inquiry))
            yield place, ask(blocks[place])


def questions(case: Case, number: int) -> list[Inquiry]:
    """So many questions about the small round: more and more weight on the first of its two criteria."""
    shares = [Fraction(k + 1, number + 1) for k in range(number)]
    return [Inquiry(case, Altered((("a", share), ("b", 1 - share)))) for share in shares]


def late(answers: Sequence[Funded]) -> int:
    """How many were not answered."""
    return sum(each.status is Status.STOPPED for each in answers)
