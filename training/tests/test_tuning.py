"""Training EnCLAP on recordings with captions, from tiny checkpoints in the published formats."""

import dataclasses
import difflib
import json
import shutil
from pathlib import Path

import numpy as np
import official_checkpoint
import pytest
import soundfile
import torch

from earwitness_training.__main__ import main
from earwitness_training.export.runtime import OnnxBundle
from earwitness_training.official import tuning
from earwitness_training.official.clap_mel import SAMPLE_RATE

CAPTIONS = {"hum": "a dog barks", "hiss": "rain falls"}


@pytest.fixture(scope="module", autouse=True)
def one_thread():
    """Networks this small only lose by more."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("published")
    official_checkpoint.write(folder)
    _make_plain_bart(folder / "enclap", folder / "bart")
    return folder


@pytest.fixture(scope="module")
def recordings(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("recordings")
    time = np.arange(SAMPLE_RATE // 2) / SAMPLE_RATE
    noise = 0.1 * np.random.default_rng(1).standard_normal(len(time))
    soundfile.write(folder / "hum.wav", 0.4 * np.sin(2 * np.pi * 300 * time), SAMPLE_RATE)
    soundfile.write(folder / "hiss.flac", noise, SAMPLE_RATE)
    (folder / "broken.wav").write_text("no sound")
    lines = [f"{name},{caption}" for name, caption in (CAPTIONS | {"broken": "x", "missing": "y"}).items()]
    (folder / "captions.csv").write_text("\n".join(["file_name,caption_1", *lines]))
    return folder


@pytest.fixture(scope="module")
def fast(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("recipes") / "fast.yaml"
    path.write_text(
        f"extends: {tuning.RECIPES / 'audiocaps-base.yaml'}\nepochs: 400\nbatch: 2\npeak_rate: 0.005\n"
        "warm_up_steps: 10\ndropout: 0.0\nlabel_smoothing: 0.0\nmcm_scale: 0.1\nlongest_caption: 16\n"
    )
    return path


def tune(out: Path, checkpoint: Path, recordings: Path, recipe: Path | str, *more: str, start: str = "bart") -> None:
    options = {
        "--recipe": recipe,
        "--audio": recordings,
        "--captions": recordings / "captions.csv",
        "--start": checkpoint / start,
        "--encodec": checkpoint / "encodec.th",
        "--clap": checkpoint / "clap.pt",
        "--out": out,
        "--longest-seconds": 1,
    }
    main(["train-enclap", *(str(part) for pair in options.items() for part in pair), *more])


@pytest.fixture(scope="module")
def tuned(tmp_path_factory, checkpoint, recordings, fast) -> Path:
    out = tmp_path_factory.mktemp("tuned") / "bundle"
    tune(out, checkpoint, recordings, fast)
    return out


def test_a_plain_bart_learns_what_is_heard(tuned, recordings):
    bundle = OnnxBundle(tuned)
    for name, other, file in (("hum", "hiss", "hum.wav"), ("hiss", "hum", "hiss.flac")):
        samples, _ = soundfile.read(recordings / file, dtype="float32")
        [caption] = bundle.caption(samples[None])
        # So small a network does not learn every letter in so few steps.
        assert likeness(caption.text, CAPTIONS[name]) > likeness(caption.text, CAPTIONS[other]) + 0.3


def test_the_card_says_what_was_trained_on(tuned):
    card = (tuned / "MODEL_CARD.md").read_text()
    assert "2 recordings with 2 captions of captions.csv" in card
    assert json.loads((tuned / "bundle.json").read_text())["name"] == "enclap-fast"


def test_what_is_missing_or_broken_is_named_and_left_out(tmp_path, checkpoint, recordings, capsys):
    tune(tmp_path / "out", checkpoint, recordings, "audiocaps-base", "--epochs", "1")
    printed = capsys.readouterr().out
    assert "1 of the 4 recordings of" in printed
    assert "broken.wav can't be read as audio" in printed


def test_a_run_goes_on_from_its_checkpoint_and_its_codes(tuned, tmp_path, checkpoint, recordings, fast, capsys):
    out = tmp_path / "bundle"
    shutil.copytree(tuned.with_name("bundle.work"), tmp_path / "bundle.work")
    tune(out, checkpoint, recordings, fast, "--resume")
    assert "captioner: goes on after step 400" in capsys.readouterr().out
    assert (out / "encoder.onnx").read_bytes() == (tuned / "encoder.onnx").read_bytes()


@pytest.mark.parametrize("name", sorted(path.stem for path in tuning.RECIPES.glob("*.yaml")))
def test_every_recipe_trains(name, tmp_path, checkpoint, recordings):
    start = "enclap" if "after" in name else "bart"
    tune(tmp_path / "out", checkpoint, recordings, name, "--epochs", "1", start=start)
    codes = np.zeros((1, 30, 8), np.int64)
    other = np.ones_like(codes)
    embeddings = np.eye(2, 16, dtype=np.float32)
    bundle = OnnxBundle(tmp_path / "out")

    def heard(codes: np.ndarray, embedding: np.ndarray) -> np.ndarray:
        return bundle.run("encoder", codes=codes, embedding=embedding[None])["cross_key.0"]

    hears_codes = not np.allclose(heard(codes, embeddings[0]), heard(other, embeddings[0]))
    hears_embedding = not np.allclose(heard(codes, embeddings[0]), heard(codes, embeddings[1]))
    assert (hears_codes, hears_embedding) == (name != "clap-only", name != "codes-only")


def test_the_rate_rises_and_falls_with_the_root_of_the_steps():
    recipe = tuning.read_recipe("audiocaps-base")
    assert recipe.schedule(10_000, 0.1) == pytest.approx(0.5)
    assert recipe.schedule(10_000, 0.2) == pytest.approx(1)
    assert recipe.schedule(10_000, 0.8) == pytest.approx(0.5)
    assert dataclasses.replace(recipe, warm_up_steps=0).schedule(40_000, 0.75) == pytest.approx(0.5)


def test_each_caption_has_its_turn_in_batches_of_one_length():
    clips = [_clip(30, 2), _clip(40, 1), _clip(30, 3)]
    rows = [(i, text) for i, clip in enumerate(clips) for text in clip.captions]
    batches = list(tuning._epoch(clips, rows, 2, np.random.default_rng(1)))
    assert sorted(row for batch in batches for row in batch) == sorted(rows)
    assert all(len({len(clips[i].codes) for i, _ in batch}) == 1 for batch in batches)
    assert max(map(len, batches)) == 2


def test_a_recipe_that_is_wrong_is_refused(tmp_path):
    (tmp_path / "odd.yaml").write_text(f"extends: {tuning.RECIPES / 'latents.yaml'}\nepoch: 3\n")
    with pytest.raises(ValueError, match=r"odd.yaml.*unknown \['epoch'\]"):
        tuning.read_recipe(str(tmp_path / "odd.yaml"))


def test_no_recording_at_all_is_an_error(tmp_path, checkpoint, recordings):
    (tmp_path / "empty").mkdir()
    with pytest.raises(SystemExit, match="None of the 4 recordings"):
        main(
            ["train-enclap", "--audio", str(tmp_path / "empty"), "--captions", str(recordings / "captions.csv")]
            + [part for name in ("start", "encodec", "clap", "out") for part in (f"--{name}", str(tmp_path / name))]
        )


def likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one.strip(), other).ratio()


def _clip(frames: int, captions: int) -> tuning.EncodedClip:
    return tuning.EncodedClip(torch.zeros(frames, 8), torch.zeros(4), [f"{frames} {i}" for i in range(captions)])


def _make_plain_bart(enclap: Path, bart: Path) -> None:
    """What facebook publishes: no codes, no projection, and no `model.` before the names."""
    shutil.copytree(enclap, bart)
    settings = json.loads((bart / "config.json").read_text())
    ours = ("d_clap", "encodec_vocab_size", "encodec_pad_token_id")
    (bart / "config.json").write_text(json.dumps({key: value for key, value in settings.items() if key not in ours}))
    state = torch.load(bart / "pytorch_model.bin", weights_only=True)
    unknown = ("embed_encodec", "clap_projection", "mcm_heads", "final_logits_bias", "lm_head")
    plain = {
        name.removeprefix("model."): tensor
        for name, tensor in state.items()
        if not any(part in name for part in unknown)
    }
    torch.save(plain, bart / "pytorch_model.bin")
