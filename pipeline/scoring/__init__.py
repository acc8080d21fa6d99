"""Judgement as facts: evidence, findings, tallies, evaluations; and `score`, which makes them."""
