"""The import of published checkpoints against what the official code made of the same tiny ones."""

import json
import pickle
from pathlib import Path

import numpy as np
import official_checkpoint
import pytest
import soundfile
import torch

from earwitness_training import tokenization
from earwitness_training.__main__ import main
from earwitness_training.export.runtime import OnnxBundle
from earwitness_training.official import clap_mel, verify
from earwitness_training.official.clap import AudioTower
from earwitness_training.official.encodec import EnCodec
from earwitness_training.official.resample import Resampler
from earwitness_training.official.weights import read

RESOURCES = Path(__file__).parents[2] / "captioner-onnx/src/test/resources/official-tiny-bundle"
LONGEST_SECONDS = 11


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("published")
    official_checkpoint.write(folder)
    return folder


@pytest.fixture(scope="module")
def golden() -> dict:
    return json.loads((RESOURCES / "golden.json").read_text())


@pytest.fixture(scope="module")
def waveforms(golden) -> list[np.ndarray]:
    return [official_checkpoint.waveform(**clip["noise"]) for clip in golden["clips"]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory, checkpoint, waveforms) -> Path:
    folder = tmp_path_factory.mktemp("imported")
    audio = folder / "half-a-second.wav"
    soundfile.write(audio, waveforms[0], clap_mel.SAMPLE_RATE, subtype="FLOAT")
    import_into(folder / "bundle", checkpoint, "--verify", str(audio))
    return folder / "bundle"


@pytest.fixture(scope="module")
def bundle(folder) -> OnnxBundle:
    return OnnxBundle(folder)


def import_into(out: Path, checkpoint: Path, *more: str) -> None:
    files = [
        "--enclap",
        checkpoint / "enclap",
        "--encodec",
        checkpoint / "encodec.th",
        "--clap",
        checkpoint / "clap.pt",
    ]
    main(["import-official", *map(str, files), "--out", str(out), "--longest-seconds", str(LONGEST_SECONDS), *more])


def test_codes_equal_the_official_ones(bundle, golden, waveforms):
    for clip, samples in zip(golden["clips"], waveforms, strict=True):
        codes = bundle.run("codec", waveform=samples[None])["codes"][0]
        assert codes.shape == np.shape(clip["codes"])
        assert np.mean(codes == clip["codes"]) > 0.999  # PyTorch does not agree with itself on near ties


def test_embeddings_equal_the_official_ones_below_and_above_ten_seconds(bundle, golden, waveforms):
    for clip, samples in zip(golden["clips"], waveforms, strict=True):
        embedding = bundle.run("clapAudio", waveform=samples[None])["embedding"][0]
        np.testing.assert_allclose(embedding, clip["embedding"], atol=1e-5)


def test_captions_equal_the_official_ones_given_its_codes_and_embedding(bundle, golden):
    for clip in golden["clips"]:
        embedding = np.array(clip["embedding"], np.float32)
        [caption] = bundle.caption_codes(np.array([clip["codes"]]), embedding[None])
        assert caption.tokens == clip["tokens"]
        assert caption.score == pytest.approx(clip["score"], abs=1e-4)


def test_captions_equal_the_official_ones_from_the_waveform(bundle, golden, waveforms):
    for clip, samples in zip(golden["clips"], waveforms, strict=True):
        [caption] = bundle.caption(samples[None])
        assert caption.tokens == clip["tokens"]


def test_clips_of_a_batch_do_not_see_each_other(bundle, waveforms):
    batch = np.stack([samples[:24_000] for samples in waveforms])
    together = {name: bundle.run(name, waveform=batch) for name in ("codec", "clapAudio")}
    for i, samples in enumerate(batch):
        np.testing.assert_array_equal(
            together["codec"]["codes"][i], bundle.run("codec", waveform=samples[None])["codes"][0]
        )
        alone = bundle.run("clapAudio", waveform=samples[None])["embedding"][0]
        np.testing.assert_allclose(together["clapAudio"]["embedding"][i], alone, atol=1e-6)


def test_texts_equal_the_official_tokens_and_embeddings(bundle, golden):
    for text in golden["texts"]:
        assert bundle.tokenizer.encode(text["text"]).ids == text["inputIds"]
        np.testing.assert_allclose(bundle.embed_texts([text["text"]])[0], text["embedding"], atol=1e-5)


def test_a_padded_text_embeds_as_alone(bundle, golden):
    found = bundle.embed_texts([text["text"] for text in golden["texts"]])
    np.testing.assert_allclose(found, [text["embedding"] for text in golden["texts"]], atol=1e-5)


def test_tokens_decode_to_tidy_text(folder, golden):
    tokenizer = tokenization.load(folder / "tokenizer.json")
    for caption in golden["decoded"]:
        assert tokenizer.decode(caption["tokens"]) == caption["text"]


def test_the_manifest_holds_the_parity_figures(folder):
    manifest = json.loads((folder / "bundle.json").read_text())
    assert manifest["scores"]["parityClips"] == 1
    assert manifest["scores"]["parityCaptionsEqualGivenCodes"] == 1
    assert manifest["scores"]["parityEmbeddingDifference"] < 1e-5
    assert manifest["scores"]["parityEqualCodesShare"] > 0.99
    assert manifest["audio"] == {"sampleRate": 48000, "windowSamples": 480000, "minSamples": 4800, "maxSamples": 528000}


def test_an_8_bit_import_keeps_the_codes_and_comes_close_to_the_embeddings(tmp_path, checkpoint, golden, waveforms):
    import_into(tmp_path, checkpoint, "--precision", "int8")
    bundle = OnnxBundle(tmp_path)
    assert bundle.manifest["name"].endswith("-int8")
    for clip, samples in zip(golden["clips"], waveforms, strict=True):
        assert np.mean(bundle.run("codec", waveform=samples[None])["codes"][0] == clip["codes"]) > 0.999
        embedding = bundle.run("clapAudio", waveform=samples[None])["embedding"][0]
        assert embedding @ np.array(clip["embedding"]) > 0.99


def test_windows_of_a_long_clip_can_be_given(checkpoint, waveforms):
    tower = AudioTower(read(checkpoint / "clap.pt"), waveforms[2].size, seed=0).eval()
    samples = torch.from_numpy(waveforms[2])[None]
    drawn = clap_mel.window_offsets(waveforms[2].size, seed=0)[-1]
    with torch.no_grad():
        seeded, given = tower(samples)[0], tower(samples, drawn)[0]
        moved = tower(samples, torch.tensor([0, 17, 50]))[0]
    assert torch.equal(seeded, given)
    assert not torch.allclose(seeded, moved, atol=1e-4)


def test_the_tie_gap_tells_a_near_tie_from_a_wrong_code(checkpoint, waveforms):
    class Model:
        codec = EnCodec(read(checkpoint / "encodec.th"), 8, clap_mel.SAMPLE_RATE)

    samples = torch.from_numpy(waveforms[0])[None]
    codes = Model.codec.encode(samples)
    assert verify.tie_gap(Model, samples, codes) == 0
    codes[0, 5, 0] = (codes[0, 5, 0] + 1) % 32
    assert verify.tie_gap(Model, samples, codes) > 1e-3


@pytest.mark.parametrize("source", [16_000, 44_100, 96_000])
def test_resampling_keeps_a_tone(source):
    def tone(rate: int) -> torch.Tensor:
        return torch.sin(2 * torch.pi * 1_000 * torch.arange(rate // 10) / rate)[None]

    found = Resampler(source, 48_000)(tone(source))
    assert found.shape == (1, 4_800)
    torch.testing.assert_close(found[:, 500:-500], tone(48_000)[:, 500:-500], atol=0.02, rtol=0)


def test_swapped_files_are_named(tmp_path, checkpoint):
    with pytest.raises(SystemExit, match=r"encodec\.th is no fusion checkpoint"):
        import_into(tmp_path, checkpoint, "--clap", str(checkpoint / "encodec.th"))
    with pytest.raises(SystemExit, match=r"clap\.pt, encoder\.model, 0 has no tensor"):
        import_into(tmp_path, checkpoint, "--encodec", str(checkpoint / "clap.pt"))


def test_a_missing_tokenizer_is_named(tmp_path, checkpoint):
    with pytest.raises(SystemExit, match=r"No tokenizer\.json in .* --tokenizer"):
        import_into(tmp_path, checkpoint, "--tokenizer", str(tmp_path))


def test_settings_that_change_captions_are_refused(tmp_path, checkpoint):
    settings = official_checkpoint.SETTINGS | {"repetition_penalty": 1.5}
    (tmp_path / "config.json").write_text(json.dumps(settings))
    with pytest.raises(SystemExit, match=r"repetition_penalty is 1\.5"):
        import_into(tmp_path, checkpoint, "--enclap", str(tmp_path), "--tokenizer", str(checkpoint / "enclap"))


def test_a_checkpoint_that_would_run_code_is_refused(tmp_path):
    path = tmp_path / "evil.pt"
    path.write_bytes(pickle.dumps({"state_dict": print}, protocol=2))
    with pytest.raises(ValueError, match="no PyTorch checkpoint"):
        read(path)


def test_codes_go_on_where_those_of_the_window_before_ended(bundle):
    stream = bundle.manifest["codecStream"]
    samples = official_checkpoint.waveform(seed=7, samples=40 * stream["frameSamples"])[None]
    whole = bundle.run("codec", waveform=samples)
    early = samples[:, : 24 * stream["frameSamples"]]
    window = bundle.run("codec", waveform=early)
    late = samples[:, early.shape[1] - stream["contextSamples"] :]
    rest = bundle.run("codecStream", waveform=late, state=window["next_state"])
    assert rest["codes"].shape[1] == 16
    # The first window did not hear what comes after it, which the filter that halves the rate wants to.
    np.testing.assert_array_equal(rest["codes"][:, 8:], whole["codes"][:, 32:])
    np.testing.assert_allclose(rest["next_state"], whole["next_state"], atol=1e-3)
    assert np.mean(rest["codes"] == whole["codes"][:, 24:]) > 0.9


def test_windows_are_encoded_from_their_own_state(bundle):
    stream = bundle.manifest["codecStream"]
    seconds = [official_checkpoint.waveform(seed=seed, samples=24 * stream["frameSamples"]) for seed in (7, 8)]
    state = bundle.run("codec", waveform=np.stack(seconds))["next_state"]
    late = np.stack(seconds)[:, -stream["contextSamples"] - 5 * stream["frameSamples"] :]
    together = bundle.run("codecStream", waveform=late, state=state)
    for i, row in enumerate(late):
        alone = bundle.run("codecStream", waveform=row[None], state=state[i : i + 1])
        np.testing.assert_array_equal(together["codes"][i], alone["codes"][0])
        np.testing.assert_allclose(together["next_state"][i], alone["next_state"][0], atol=1e-5)
