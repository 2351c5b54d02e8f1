"""A run may begin with the parts of an earlier bundle."""

import dataclasses

import numpy as np
import pytest
import torch
from sounds_fixture import write_captions, write_recordings

from earwitness_training import config
from earwitness_training.__main__ import main
from earwitness_training.export.confidence import FEATURES
from earwitness_training.export.runtime import OnnxBundle
from earwitness_training.golden import LABELS
from earwitness_training.models.enclap import EnClap
from earwitness_training.train.confidence import logistic
from earwitness_training.train.earlier import EarlierBundle


def test_towers_and_codes_are_those_of_the_bundle(tiny_bundle, tiny_config, clips):
    torch.manual_seed(9)
    model = EnClap(tiny_config, len(LABELS))
    EarlierBundle.read(tiny_bundle).give(model)
    model.eval()
    bundle = OnnxBundle(tiny_bundle)
    waveform = clips[0][None]
    wanted = bundle.run("clapAudio", waveform=waveform)
    with torch.no_grad():
        embedding, scores = model.clap_audio(torch.from_numpy(waveform))
        codes = model.codec.acoustic.encode(torch.from_numpy(waveform))
        ids = torch.tensor([[0, 7, 5, 2]])
        text = model.clap_text(ids, torch.ones_like(ids))
    np.testing.assert_allclose(embedding, wanted["embedding"], atol=1e-5)
    np.testing.assert_allclose(scores, wanted["label_scores"], atol=1e-5)
    semantic = tiny_config.codec.semantic_books
    assert (codes.numpy() == bundle.run("codec", waveform=waveform)["codes"][..., semantic:]).mean() > 0.99
    expected = bundle.run("clapText", input_ids=ids.numpy(), attention_mask=np.ones((1, 4), np.int64))["embedding"]
    np.testing.assert_allclose(text, expected, atol=1e-5)


def test_other_shapes_are_named(tiny_bundle, tiny_config):
    other = dataclasses.replace(tiny_config, clap_text=dataclasses.replace(tiny_config.clap_text, ffn=64))
    with pytest.raises(ValueError, match=r"clapText: layers\.0\.feed_forward\.fc1"):
        EarlierBundle.read(tiny_bundle).give(EnClap(other, len(LABELS)))


def test_a_folder_without_a_bundle_is_named(tmp_path):
    with pytest.raises(ValueError, match=r"holds no bundle\.json"):
        EarlierBundle.read(tmp_path)


def test_a_run_goes_on_from_a_bundle_and_keeps_its_towers(tmp_path):
    table, captions = write_recordings(tmp_path), write_captions(tmp_path)
    common = ["train", "--preset", "tiny", "--threads", "2", "--data", str(table), "--captions", str(captions)]
    main([*common, "--out", str(tmp_path / "first")])
    main([*common, "--out", str(tmp_path / "second"), "--from", str(tmp_path / "first"), "--seed", "2"])
    waveform = np.zeros((1, 16000), np.float32)
    first, second = (OnnxBundle(tmp_path / name) for name in ("first", "second"))
    np.testing.assert_allclose(
        first.run("clapAudio", waveform=waveform)["embedding"],
        second.run("clapAudio", waveform=waveform)["embedding"],
        atol=1e-5,
    )
    assert set(second.manifest["confidence"]) == {*FEATURES, "bias"}
    assert second.manifest["labels"]["items"][0]["named"]


def test_confidence_rises_with_what_goes_along_with_being_right():
    rng = np.random.default_rng(0)
    features = rng.standard_normal((400, 3))
    right = features[:, 0] + 0.3 * rng.standard_normal(400) > 0
    weights = logistic(features, right)
    assert weights[0] > 2
    assert abs(weights[1]) < 0.5
    assert abs(config.load("refined").frames_per_second - 2.0) < 1e-9
