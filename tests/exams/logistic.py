"""One ridge logistic for all that is fitted here."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

Numbers = NDArray[np.float64]
STEPS = 5_000


def ridge_logistic(rows: Numbers, right: Numbers, counts: Numbers, ridge: float) -> Numbers:
    """Weights, then the constant, which pays nothing; `counts` is what each row counts, made so that both answers
    count half."""
    share = (counts * right).sum() / counts.sum()
    balanced = counts * np.where(right > 0, 0.5 / share, 0.5 / (1 - share))
    fitted = LogisticRegression(C=1 / ridge, max_iter=STEPS, tol=1e-6).fit(rows, right, sample_weight=balanced)
    return np.append(fitted.coef_[0], fitted.intercept_)
