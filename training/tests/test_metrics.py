import numpy as np
import pytest

from earwitness_training.evaluate import metrics
from earwitness_training.train.calibrate import platt, thresholds


def test_average_precision_of_a_known_ranking():
    scores, relevant = np.array([0.9, 0.8, 0.7, 0.6]), np.array([1, 0, 1, 0])
    assert metrics.average_precision(scores, relevant) == pytest.approx((1 + 2 / 3) / 2)


def test_area_under_roc_counts_ties_half():
    assert metrics.area_under_roc(np.array([2.0, 1.0, 1.0]), np.array([1, 1, 0])) == pytest.approx(0.75)


def test_precision_recall_f1():
    found = [{"a", "b"}, set(), {"c"}]
    truth = [{"a"}, {"b"}, {"c"}]
    assert metrics.precision_recall_f1(found, truth) == pytest.approx((2 / 3, 2 / 3, 2 / 3))


def test_interval_holds_the_mean():
    hits = np.array([1.0] * 70 + [0.0] * 30)
    low, high = metrics.interval(hits)
    assert 0.58 < low < 0.7 < high < 0.82


def test_calibration_error_of_an_overconfident_guesser():
    assert metrics.calibration_error(np.full(10, 0.95), np.array([1, 0] * 5)) == pytest.approx(0.45)


def test_platt_finds_scale_and_bias_again():
    rng = np.random.default_rng(0)
    logits = rng.normal(0, 3, 20000)
    truth = rng.random(20000) < 1 / (1 + np.exp(-(0.5 * logits - 1)))
    assert platt(logits, truth) == pytest.approx((0.5, -1), abs=0.07)


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
    low, high = metrics.reliability(confidence, right)
    assert (low.low, low.count, low.right) == (0.1, 1, 0.0)
    assert (high.count, high.right) == (3, pytest.approx(2 / 3))
    assert high.confidence == pytest.approx((0.95 + 0.92 + 1) / 3)
    error = (3 * abs(high.confidence - high.right) + 0.15) / 4
    assert metrics.calibration_error(confidence, right) == pytest.approx(error)
