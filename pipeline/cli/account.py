"""The account of a run as a table for the terminal."""

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
    lines += [f"  {item.state}: {item.name}: {item.reason}" for item in account.items if item.reason]
    return "\n".join(lines)
