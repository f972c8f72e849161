"""What several files of tests here look at: the six areas, played once."""

import pytest
from tests.play.six import Told, play_six


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """Play the six areas once."""
    return play_six(tmp_path_factory.mktemp("six"))
