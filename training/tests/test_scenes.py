"""Scenes hold what their truth says, where it says."""

from pathlib import Path

import numpy as np
import pytest
from sounds_fixture import RATE, REAL, write_recordings

from earwitness_training.data.chain import RecordingChain
from earwitness_training.data.recordings import Recording, load_recordings, split_held_back
from earwitness_training.data.scenes import SceneMixer


@pytest.fixture(scope="module")
def recordings(tmp_path_factory):
    return load_recordings(write_recordings(tmp_path_factory.mktemp("audio")), RATE)


@pytest.fixture
def mixer(recordings):
    return SceneMixer(recordings, RATE, np.random.default_rng(11))


def test_truth_is_where_the_sound_is(mixer):
    for _ in range(20):
        scene = mixer.compose(4.0, "alone")
        steps = scene.waveform.reshape(-1, RATE // 20)
        power = np.square(steps).mean(axis=1)
        [event] = scene.events
        assert power[~event.active].max(initial=0) < 0.02 * power.max()
        assert power[event.active].min() > 0


def test_together_is_in_the_same_scene_and_sequence_is_in_order(mixer):
    for _ in range(20):
        together = mixer.compose(4.0, "together")
        assert len({event.label for event in together.events}) == 2
        sequence = mixer.compose(4.0, "sequence")
        for first, second in zip(sequence.events, sequence.events[1:], strict=False):
            assert first.end <= second.start


def test_talk_goes_on_and_on_and_is_nothing_but_speech():
    rng = np.random.default_rng(2)
    words = [Recording.of(f"{i}", "speech", 0, rng.standard_normal(RATE // 2), RATE) for i in range(3)]
    mixer = SceneMixer(words, RATE, rng, varied=True)
    for _ in range(10):
        scene = mixer.compose(10.0, "talk")
        [event] = scene.events
        power = np.square(scene.waveform.reshape(-1, RATE // 20)).mean(axis=1)
        assert event.label == "speech"
        assert scene.waveform.shape == (10 * RATE,)
        assert power[~event.active].max(initial=0) < 0.02 * power.max()
        assert event.start < 25
        assert event.end > 100
        assert event.active.sum() > 40


def test_where_speech_is_no_kind_there_is_no_talk(mixer):
    [event] = mixer.compose(4.0, "talk").events
    assert event.label in mixer.labels


def test_frame_truth_covers_the_active_steps(mixer):
    scene = mixer.compose(4.0, "sequence")
    truth = scene.frame_truth(mixer.labels, 8, 2.0)
    assert truth.shape == (8, 3)
    for event in scene.events:
        frames = np.flatnonzero(truth[:, mixer.labels.index(event.label)])
        assert frames[0] == event.start // 10
        assert frames[-1] == (event.end - 1) // 10
    assert truth.any(axis=0).sum() == len(scene.events)


def test_empty_scenes_have_no_events(mixer):
    backdrops = set()
    for _ in range(20):
        scene = mixer.compose(2.0, "empty")
        backdrops.add(scene.backdrop)
        assert not scene.events
        assert np.isfinite(scene.waveform).all()
    assert backdrops == {"silence", "hum", "noise"}


def test_the_same_seed_draws_the_same_scene(recordings):
    shares = {"alone": 0.5, "together": 0.5}
    first, second = (SceneMixer(recordings, RATE, np.random.default_rng(4)).draw(3.0, shares) for _ in range(2))
    np.testing.assert_array_equal(first.waveform, second.waveform)


def test_held_back_recordings_are_of_every_kind_and_apart(recordings):
    kept, held = split_held_back(recordings, 0.1)
    assert {recording.label for recording in held} == {recording.label for recording in recordings}
    assert not {recording.path for recording in kept} & {recording.path for recording in held}
    assert len(kept) + len(held) == len(recordings)


def test_the_chain_changes_a_scene_but_keeps_its_shape(mixer):
    chain = RecordingChain(RATE, np.random.default_rng(2), noises=5)
    scenes = np.stack([mixer.compose(2.0, "alone").waveform for _ in range(8)])
    recorded = chain.record(scenes).numpy()
    assert recorded.shape == scenes.shape
    assert recorded.dtype == np.float32
    assert np.abs(recorded).max() <= 1
    assert all(not np.allclose(a, b, atol=1e-3) for a, b in zip(recorded, scenes, strict=True))


@pytest.mark.skipif(not REAL, reason="EARWITNESS_AUDIO names no labels.csv")
def test_real_recordings_load():
    loaded = load_recordings(Path(REAL), RATE, lambda row: row["fold"] == "1")
    assert len({recording.label for recording in loaded}) > 1
    assert all(recording.active.any() for recording in loaded)
