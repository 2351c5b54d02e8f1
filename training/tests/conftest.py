import json
from pathlib import Path

import numpy as np
import pytest
import soundfile

from earwitness_training import config, golden


@pytest.fixture(scope="session")
def tiny_config():
    return config.load("tiny")


@pytest.fixture(scope="session")
def tiny_bundle(tmp_path_factory, tiny_config) -> Path:
    folder = tmp_path_factory.mktemp("tiny")
    golden.write_tiny_bundle(tiny_config, 1, folder)
    return folder


@pytest.fixture(scope="session")
def expected(tiny_bundle) -> dict:
    return json.loads((tiny_bundle / golden.FILE).read_text())


@pytest.fixture(scope="session")
def clips(tiny_bundle, expected) -> list[np.ndarray]:
    return [soundfile.read(tiny_bundle / clip["file"], dtype="float32")[0] for clip in expected["clips"]]
