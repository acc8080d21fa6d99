"""Prefect flows. No rules live here: a flow says what runs when, and what is counted."""
