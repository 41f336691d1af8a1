"""The kernel against plain exact fractions, over random trees, shapes, blanks, ratios and fallbacks."""

from fractions import Fraction

from hypothesis import assume, given, settings

from scoring import score
from tests.scoring import oracle
from tests.scoring.strategies import Case, cases

STEP = Fraction(1, 10_000)
PRECISION = Fraction(1, 10_000_000)


@settings(max_examples=60, deadline=None)
@given(cases())
def test_scores_and_intervals_equal_the_exact_model(case: Case) -> None:
    table = score(case.round()).table
    tolerance = len(case.rules.criteria) * Fraction(2, 1_000_000)
    for i, (low, high) in enumerate(oracle.intervals(case.rules, case.rows())):
        assert abs(Fraction(table["score"].iloc[i]) - low) <= tolerance
        assert abs(Fraction(table["score_low"].iloc[i]) - low) <= tolerance
        assert abs(Fraction(table["score_high"].iloc[i]) - high) <= tolerance


@settings(max_examples=60, deadline=None)
@given(cases(least=3))
def test_ranks_equal_counting_who_is_better(case: Case) -> None:
    exact = [low for low, _ in oracle.intervals(case.rules, case.rows())]
    # An exact score this close to the middle between two steps may be rounded either way.
    assume(all(abs((low / STEP) % 1 - Fraction(1, 2)) > PRECISION / STEP for low in exact))
    steps = [round(low / STEP) for low in exact]
    table = score(case.round()).table
    ranked = [i for i in range(case.size) if table["eligible"].iloc[i] == "yes"]
    for i in ranked:
        assert table["rank"].iloc[i] == 1 + sum(steps[j] > steps[i] for j in ranked)
        assert table["tied"].iloc[i] == (sum(steps[j] == steps[i] for j in ranked) > 1)
    assert table["rank"].notna().sum() == len(ranked)


@settings(max_examples=60, deadline=None)
@given(cases())
def test_missing_is_where_the_exact_model_finds_nothing(case: Case) -> None:
    scores = score(case.round())
    for i, row in enumerate(case.rows()):
        for criterion in case.rules.criteria:
            missing = oracle.value(criterion, row) is None
            assert scores.missing[criterion.id].iloc[i] == missing
            if missing:
                assert scores.values[criterion.id].iloc[i] == 0


@settings(max_examples=60, deadline=None)
@given(cases())
def test_effective_weights_equal_the_exact_ones(case: Case) -> None:
    shares = oracle.weights(case.rules)
    weights = score(case.round()).weights
    assert sum(round(weight * 100_000_000) for weight in weights) == 100_000_000
    for node, weight in weights.items():
        assert abs(Fraction(float(weight)) - shares[str(node)]) < Fraction(1, 99_000_000)
