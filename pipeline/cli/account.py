"""The account of a run as a table for the terminal."""

from collections import Counter

from pipeline.store.nouns import ItemState
from pipeline.store.repository import RunAccount


def account_table(account: RunAccount) -> str:
    """What was done with every file of the run, and why some were not taken."""
    rows = [
        ("accepted", str(account.accepted)),
        ("known", str(account.known)),
        ("quarantined", str(account.quarantined)),
        ("failed", str(account.failed)),
        ("audio", f"{account.audio_ms / 60_000:.1f} min"),
        ("taken", f"{account.elapsed_ms / 1000:.0f} s"),
    ]
    lines = [f"run {account.id} {account.state}"]
    lines += [f"  {name:<12} {value:>9}" for name, value in rows]
    taken = Counter(i.reason for i in account.items if i.reason and i.state is ItemState.ACCEPTED)
    lines += [
        f"  {item.state}: {item.name}: {item.reason}"
        for item in account.items
        if item.reason and item.state is not ItemState.ACCEPTED
    ]
    # What is said of calls that were taken is mostly the same of all of them.
    lines += [f"  accepted, {count} of them: {reason}" for reason, count in taken.items()]
    return "\n".join(lines)
