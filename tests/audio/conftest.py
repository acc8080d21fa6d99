"""What the tests of this room share."""

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.audio.sounds import DATA, heard


@pytest.fixture(scope="session")
def spoken() -> NDArray[np.float32]:
    """Five seconds of synthetic speech (festival, kal_diphone): "Good morning, this is Anna speaking …"."""
    return heard(DATA / "spoken.opus").channels[0]
