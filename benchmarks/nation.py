"""A made-up nation to measure on: 514 applicants in 38 provinces and 7 island groups, 8 options each."""

import numpy as np
import pandas as pd
import pulp

from optimizer import Limit, Maximise, Rule, Share, prepare
from optimizer.model import build


def nation(applicants: int = 514, options: int = 8, seed: int = 1) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Applicants and options, the same for the same seed; costs to the rupiah, values to three decimals."""
    random = np.random.default_rng(seed)
    names = [f"L{k:04d}" for k in range(applicants)]
    province = np.sort(random.integers(0, 38, applicants))
    people = pd.DataFrame(
        {
            "province": [f"P{p:02d}" for p in province],
            "island": [f"I{p * 7 // 38}" for p in province],
            "underdeveloped": random.random(applicants) < 0.25,
        },
        index=names,
    )
    score = random.normal(60, 12, applicants).clip(10, 95)
    factor = 1 + province / 60
    parts = []
    for k in range(options):
        computers, tier = (4, 6, 8, 10)[k % 4], k // 4
        hardware = np.round(computers * 9_500_000 * factor).astype(np.int64)
        connectivity = np.round((20_000_000 + 25_000_000 * tier) * factor).astype(np.int64)
        training = np.full(applicants, 12_000_000 + 1_000_000 * (computers // 4), dtype=np.int64)
        parts.append(
            pd.DataFrame(
                {
                    "applicant": names,
                    "option": f"p{computers}t{tier}",
                    "value": np.round(score * (0.7 + 0.05 * computers + 0.1 * tier), 3),
                    "computers": computers,
                    "cost": hardware + connectivity + training,
                    "cost_hardware": hardware,
                    "cost_connectivity": connectivity,
                    "cost_training": training,
                }
            )
        )
    return people, pd.concat(parts, ignore_index=True)


def rules() -> list[Rule]:
    """Three budget lines, a stock, at most 80 awards, shares by province, island group and need."""
    libraries = "libraries"
    return [
        Limit(measure=libraries, at_most=80),
        Limit(measure="cost_hardware", at_most=5_200_000_000),
        Limit(measure="cost_connectivity", at_most=3_600_000_000),
        Limit(measure="cost_training", at_most=1_150_000_000),
        Limit(measure="computers", at_most=480),
        Limit(measure=libraries, per="province", at_most=Share(share=0.15, of=libraries)),
        Limit(measure=libraries, per="island", at_least=Share(share=0.05, of=libraries)),
        Limit(measure=libraries, where={"underdeveloped": True}, at_least=Share(share=0.2, of=libraries)),
    ]


def problem_of(applicants: int, options: int) -> pulp.LpProblem:
    """The model of a nation of this size."""
    model = build(prepare(*nation(applicants, options)), rules())
    terms, units = Maximise(measure="value").terms(model)
    model.problem.setObjective(pulp.LpAffineExpression([(v, float(n / units)) for v, n in terms]))
    return model.problem
