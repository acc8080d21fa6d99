"""Windows in batches: none lost, none cut short, none waiting beside an idle thread."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.engines.packed import BATCH, FULL_FRAMES, SAMPLES_PER_FRAME, batches

LENGTHS = st.lists(st.integers(0, FULL_FRAMES * SAMPLES_PER_FRAME), max_size=120)


@given(LENGTHS, st.integers(1, 8))
def test_every_window_is_decoded_once_and_whole(lengths: list[int], threads: int) -> None:
    made = batches(lengths, threads=threads)
    assert sorted(number for batch in made for number in batch.numbers) == list(range(len(lengths)))
    for batch in made:
        assert 0 < len(batch.numbers) <= BATCH
        assert all(lengths[number] <= batch.frames * SAMPLES_PER_FRAME for number in batch.numbers)


@given(LENGTHS, st.integers(1, 8))
def test_no_thread_is_idle_while_another_has_windows_to_spare(lengths: list[int], threads: int) -> None:
    made = batches(lengths, threads=threads)
    assert len(made) % threads == 0 or len(made) == len(lengths)
    sizes = {len(batch.numbers) for batch in made}
    assert max(sizes, default=0) - min(sizes, default=0) <= 1
