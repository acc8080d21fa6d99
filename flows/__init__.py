"""Prefect flows. No rules live here: a flow says what runs when, how often it is tried and what is counted."""
