"""The probe that stands beside a bundle."""

import numpy as np
import pytest
import torch

from earwitness_training.data.teacher import Yamnet
from earwitness_training.evaluate.probe import fit, pooled


def test_the_probe_learns_what_can_be_told_apart():
    rng = np.random.default_rng(0)
    truth = torch.from_numpy(rng.integers(0, 3, 120))
    features = torch.from_numpy(rng.standard_normal((120, 6)).astype(np.float32))
    features[torch.arange(120), truth] += 4
    guesses = fit(features[:90], truth[:90], 3, 1e-3)(features[90:]).argmax(1)
    assert float((guesses == truth[90:]).float().mean()) > 0.9


def test_scores_are_pooled_over_time():
    scores = np.array([[0.1, 0.5], [0.2, 0.0]], np.float32)
    found = pooled(scores)
    assert found.shape == (4,)
    np.testing.assert_allclose(np.exp(found[2:]), [0.2, 0.5], rtol=1e-5)
    assert np.exp(found[0]) == pytest.approx(np.sqrt(0.1 * 0.2), rel=1e-5)


def test_a_missing_model_is_named(tmp_path):
    pytest.importorskip("ai_edge_litert")
    with pytest.raises(FileNotFoundError, match="gone"):
        Yamnet(tmp_path / "gone.tflite")
