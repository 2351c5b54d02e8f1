"""The loop, the losses, and the whole recipe at its smallest."""

import numpy as np
import pytest
import torch
from sounds_fixture import write_captions, write_recordings

from earwitness_training.__main__ import main
from earwitness_training.export.runtime import OnnxBundle
from earwitness_training.train.caption import mask_spans, mcm_loss
from earwitness_training.train.loop import Stage, checkpoint, one_cycle, run


def test_the_rate_rises_then_falls_to_nothing():
    rates = [one_cycle(share) for share in np.linspace(0, 1, 101)]
    peak = int(np.argmax(rates))
    assert 0 < rates[0] < 0.05
    assert rates[peak] == pytest.approx(1, abs=0.01)
    assert rates[peak:] == sorted(rates[peak:], reverse=True)
    assert rates[-1] == pytest.approx(0, abs=1e-6)


def test_a_stage_goes_on_from_its_checkpoint(tmp_path):
    calls = []

    def stage(module: torch.nn.Linear, steps: int) -> Stage:
        def losses():
            calls.append(1)
            return {"square": (module(torch.ones(1, 2)) - 3).square().sum()}

        return Stage("line", module, losses, steps, peak_rate=0.05)

    first = torch.nn.Linear(2, 1)
    run(stage(first, steps=300), tmp_path, resume=False)
    assert len(calls) == 300
    assert torch.load(checkpoint(tmp_path, "line"), weights_only=True)["step"] == 300
    assert float((first(torch.ones(1, 2)) - 3).detach().abs()) < 0.2
    second = torch.nn.Linear(2, 1)
    run(stage(second, steps=300), tmp_path, resume=True)
    assert len(calls) == 300
    torch.testing.assert_close(second.weight, first.weight)
    run(stage(second, steps=360), tmp_path, resume=True)
    assert len(calls) == 360


def test_masked_spans_hide_about_the_share_that_they_should():
    hidden = mask_spans((50, 250, 4), np.random.default_rng(0))
    assert 0.1 < float(hidden.float().mean()) < 0.17
    lengths = np.diff(np.flatnonzero(np.diff(hidden[0, :, 0].int().numpy(), prepend=0, append=0)))[::2]
    assert (lengths[:-1] >= 10).all()


def test_masked_codec_modelling_weighs_each_book_half_as_much():
    codes = torch.zeros(1, 4, 2, dtype=torch.int64)
    hidden = torch.ones(1, 4, 2, dtype=torch.bool)
    blind = torch.zeros(4, 8)
    wrong = blind.clone()
    wrong[:, 1] = 50.0
    assert float(mcm_loss([blind, wrong], codes, hidden)) == pytest.approx(np.log(8) / 2 + 50 / 4, rel=1e-4)


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    folder = tmp_path_factory.mktemp("recipe")
    table, out = write_recordings(folder), folder / "bundle"
    arguments = ["--data", str(table), "--captions", str(write_captions(folder)), "--out", str(out)]
    main(["train", "--preset", "tiny", "--hold-out", "2", "--threads", "2", *arguments])
    return out


def test_one_command_makes_a_bundle_that_captions(trained):
    bundle = OnnxBundle(trained)
    [caption] = bundle.caption(np.zeros((1, 16000), np.float32))
    assert caption.tokens[:2] == [2, 0]
    assert caption.tokens[-1] == 2
    assert [item["name"] for item in bundle.manifest["labels"]["items"]] == ["clock_tick", "rain", "whistle"]


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU")
def test_a_gpu_that_is_not_there_is_named(tmp_path):
    with pytest.raises(SystemExit, match="PyTorch finds no GPU"):
        main(["train", "--data", "x.csv", "--captions", "y.csv", "--out", str(tmp_path / "z"), "--device", "cuda"])
