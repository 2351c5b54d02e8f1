"""The exported graphs against plain PyTorch, through the contract alone."""

import hashlib
import json

import numpy as np
import pytest

from earwitness_training.export.runtime import OnnxBundle


@pytest.fixture(scope="module")
def bundle(tiny_bundle):
    return OnnxBundle(tiny_bundle, threads=1)


def test_codes_equal_pytorch(bundle, clips, expected):
    for samples, clip in zip(clips, expected["clips"], strict=True):
        np.testing.assert_array_equal(bundle.run("codec", waveform=samples[None])["codes"][0], clip["codes"])


def test_embeddings_and_label_scores_equal_pytorch(bundle, clips, expected):
    for samples, clip in zip(clips, expected["clips"], strict=True):
        outputs = bundle.run("clapAudio", waveform=samples[None])
        np.testing.assert_allclose(outputs["embedding"][0], clip["embedding"], atol=2e-5)
        np.testing.assert_allclose(outputs["label_scores"][0], clip["labelScores"], atol=2e-5)


def test_cached_beam_search_equals_plain_beam_search(bundle, clips, expected):
    for samples, clip in zip(clips, expected["clips"], strict=True):
        [caption] = bundle.caption(samples[None])
        assert caption.tokens == clip["beams"][0]["tokens"]
        assert caption.text == clip["beams"][0]["text"]
        assert caption.log_prob == pytest.approx(clip["beams"][0]["logProb"], abs=2e-3)


def test_one_beam_is_greedy(bundle, clips, expected):
    for samples, clip in zip(clips, expected["clips"], strict=True):
        [caption] = bundle.caption(samples[None], beams=1)
        assert caption.tokens == clip["greedy"]["tokens"]


def test_text_embeddings_equal_pytorch_in_a_padded_batch(bundle, expected):
    texts = expected["texts"]
    found = bundle.embed_texts([text["text"] for text in texts])
    np.testing.assert_allclose(found, [text["embedding"] for text in texts], atol=2e-5)


def test_a_window_captions_alike_alone_and_in_a_batch(bundle, clips, expected):
    cut = min(map(len, clips))
    batch = np.stack([samples[:cut] for samples in clips])
    together = bundle.caption(batch)
    alone = [bundle.caption(samples[None])[0] for samples in batch]
    assert [caption.tokens for caption in together] == [caption.tokens for caption in alone]
    assert len({tuple(caption.tokens) for caption in alone}) == len(clips)


@pytest.mark.parametrize("samples", [16000, 24001, 217600])
def test_lengths_follow_the_contract(bundle, tiny_config, samples):
    waveform = np.random.default_rng(0).normal(0, 0.1, (3, samples)).astype(np.float32)
    model = bundle.manifest["model"]
    codes = bundle.run("codec", waveform=waveform)["codes"]
    clap = bundle.run("clapAudio", waveform=waveform)
    cross = bundle.run("encoder", codes=codes, embedding=clap["embedding"])
    assert codes.shape == (3, samples // 640, model["codebooks"])
    assert clap["label_scores"].shape == (3, -(-samples // 8000), 3)
    assert cross["cross_key.0"].shape == (
        3,
        model["heads"],
        -(-codes.shape[1] // tiny_config.bart.frames_a_position) + 3,
        model["headDim"],
    )
    np.testing.assert_allclose(np.linalg.norm(clap["embedding"], axis=1), 1, atol=1e-5)


def test_manifest_hashes_cover_every_file(tiny_bundle):
    manifest = json.loads((tiny_bundle / "bundle.json").read_text())
    entries = [*manifest["graphs"].values(), manifest["tokenizer"], manifest["textTokenizer"]]
    for entry in entries:
        assert hashlib.sha256((tiny_bundle / entry["file"]).read_bytes()).hexdigest() == entry["sha256"]
