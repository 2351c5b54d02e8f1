"""Made sounds keep the patterns by which people know the devices."""

import shutil

import numpy as np
import pytest
from sounds_fixture import RATE

from earwitness_training.data import programs
from earwitness_training.data.captions import CaptionWriter
from earwitness_training.data.recordings import STEP_SECONDS, Recording
from earwitness_training.data.scenes import SceneMixer, at_speed
from earwitness_training.data.sounds import load_sounds
from earwitness_training.data.synthesis import KINDS, Synthesiser
from earwitness_training.data.unfamiliar import UnfamiliarSounds


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_sounds_each_time_another_way_and_has_words(kind):
    first, second = Synthesiser(RATE, np.random.default_rng(1)).recordings(kind, 2, fold=0)
    assert first.label == kind
    assert 0.3 < len(first.samples) / RATE < 12
    assert np.abs(first.samples).max() == pytest.approx(1)
    assert len(first.samples) != len(second.samples) or not np.allclose(first.samples, second.samples)
    [sound] = load_sounds([kind])
    assert all(sound.named.search(text) for text in [sound.prompt, *sound.clauses, *sound.nouns])


@pytest.mark.parametrize(("kind", "pulses", "pulse"), [("smoke_alarm", 6, 0.5), ("carbon_monoxide_alarm", 8, 0.1)])
def test_alarms_pulse_in_threes_and_fours(kind, pulses, pulse):
    for recording in Synthesiser(RATE, np.random.default_rng(3)).recordings(kind, 5, fold=0):
        fine = RATE // 100
        loud = np.abs(recording.samples[: len(recording.samples) // fine * fine]).reshape(-1, fine).max(1) > 0.1
        edges = np.diff(loud.astype(int), prepend=0, append=0)
        lengths = (np.flatnonzero(edges < 0) - np.flatnonzero(edges > 0)) / 100
        assert len(lengths) == pulses
        assert lengths.mean() == pytest.approx(pulse, abs=0.08)


def test_a_recording_played_faster_is_shorter_and_as_loud():
    [siren] = Synthesiser(RATE, np.random.default_rng(1)).recordings("siren", 1, fold=0)
    faster = at_speed(siren, 1.25, RATE)
    assert len(faster.samples) == pytest.approx(len(siren.samples) / 1.25, rel=0.02)
    assert len(faster.active) * int(RATE * STEP_SECONDS) == len(faster.samples)
    assert np.abs(faster.samples).max() > 0.8


def test_a_scene_says_what_the_teacher_would():
    tone = np.sin(np.arange(RATE) * 0.2)
    parts = []
    for index, label in enumerate(["rain", "siren"]):
        recording = Recording.of(label, label, 0, tone, RATE)
        taught = np.zeros((3, 4), np.float16)
        taught[:, index] = 0.5
        parts.append(Recording(label, label, 0, recording.samples, recording.active, taught))
    mixer = SceneMixer(parts, RATE, np.random.default_rng(0), music=np.ones(20 * RATE, np.float32))
    scene = mixer.compose(4.0, "sequence")
    scores = scene.taught(10, 4)
    assert scores.max(axis=0).tolist() == [0.5, 0.5, 0, 0]
    first = ["rain", "siren"].index(scene.events[0].label)
    assert scores[:, first].argmax() < scores[:, 1 - first].argmax()


def test_music_is_a_backdrop_without_events():
    store = np.sin(np.arange(20 * RATE) * 0.1).astype(np.float32)
    mixer = SceneMixer([Recording.of("a", "rain", 0, store[:RATE], RATE)], RATE, np.random.default_rng(0), store)
    scenes = [mixer.compose(2.0, "empty") for _ in range(40)]
    music = [scene for scene in scenes if scene.backdrop == "music"]
    assert 5 < len(music) < 35
    assert all(not scene.events and np.abs(scene.waveform).max() > 0.01 for scene in music)


@pytest.mark.skipif(not shutil.which("espeak-ng"), reason="espeak-ng is not installed")
def test_texts_are_read_out():
    [spoken] = programs.speech(["a dog barks while rain falls"], 1, RATE, np.random.default_rng(0))
    assert spoken.label == "speech"
    assert len(spoken.samples) > RATE


@pytest.mark.skipif(not shutil.which("fluidsynth"), reason="fluidsynth is not installed")
def test_music_is_played():
    store = programs.music(1, 3.0, RATE, np.random.default_rng(0))
    if store is None:
        pytest.skip("no sounds for fluidsynth")
    assert len(store) == 3 * RATE
    assert np.abs(store).max() == pytest.approx(1)


def test_unfamiliar_sounds_are_a_backdrop_without_events():
    maker = UnfamiliarSounds(RATE, np.random.default_rng(2))
    store = [maker.draw().astype(np.float32) for _ in range(30)]
    assert all(np.abs(sound).max() == pytest.approx(1) for sound in store)
    assert len({len(sound) for sound in store}) > 20
    part = Recording.of("a", "rain", 0, store[0], RATE)
    mixer = SceneMixer([part], RATE, np.random.default_rng(0), unfamiliar=store)
    scenes = [mixer.compose(4.0, "empty") for _ in range(40)]
    found = [scene for scene in scenes if scene.backdrop == "unfamiliar"]
    assert 10 < len(found) < 36
    assert all(not scene.events and np.abs(scene.waveform).max() > 0.01 for scene in found)
    writer = CaptionWriter(load_sounds(["rain"]), [], np.random.default_rng(0))
    assert all("unfamiliar" in writer.write(scene) for scene in found)


@pytest.mark.skipif(not shutil.which("fluidsynth"), reason="fluidsynth is not installed")
def test_strokes_are_played_each_by_itself():
    store = programs.strokes(6, RATE, np.random.default_rng(0))
    if not store:
        pytest.skip("no sounds for fluidsynth")
    assert len(store) == 6
    assert all(0.01 < len(sound) / RATE <= 4 and np.abs(sound).max() == pytest.approx(1) for sound in store)
