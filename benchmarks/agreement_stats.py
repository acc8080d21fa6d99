"""Agreement between two raters on nominal answers, as the product itself reckons it."""

from pipeline.review.agreement import Pair, ac1, interval, kappa, percent

__all__ = ["Pair", "ac1", "interval", "kappa", "percent"]
