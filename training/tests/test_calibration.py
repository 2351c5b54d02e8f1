"""Probabilities and thresholds of labels, and how far confidences hold."""

import numpy as np
import pytest

from earwitness_training.evaluate.reliability import reliability
from earwitness_training.train.calibrate import platt, thresholds


def test_platt_finds_scales_and_bias_again():
    rng = np.random.default_rng(0)
    first, second = rng.normal(0, 3, (2, 20000))
    truth = rng.random(20000) < 1 / (1 + np.exp(-(0.5 * first + 0.3 * second - 1)))
    assert platt([first, second], truth) == pytest.approx((0.5, 0.3, -1), abs=0.07)


def test_a_label_with_many_scenes_gets_a_threshold_of_its_own():
    rng = np.random.default_rng(0)
    truth = np.zeros((400, 2))
    truth[:200, 0] = truth[:3, 1] = 1
    scores = np.clip(0.25 + 0.1 * truth + rng.normal(0, 0.01, truth.shape), 0, 1)
    first, second = thresholds(scores, truth)
    assert 0.25 < first < 0.35
    assert abs(second - first) < 0.1


def test_reliability_sets_what_was_said_against_what_was_right():
    confidence, right = np.array([0.95, 0.92, 0.15, 1.0]), np.array([1, 0, 0, 1.0])
    low, high = reliability(confidence, right)
    assert (low.low, low.count, low.right) == (0.1, 1, 0.0)
    assert (high.count, high.right) == (3, pytest.approx(2 / 3))
    assert high.confidence == pytest.approx((0.95 + 0.92 + 1) / 3)
