"""8-bit copies of a bundle."""

import json

import numpy as np
import onnx
import pytest

from earwitness_training.__main__ import main
from earwitness_training.export.quantise import GRAPHS, size
from earwitness_training.export.runtime import OnnxBundle


@pytest.fixture(scope="module")
def folder(tmp_path_factory, tiny_bundle):
    out = tmp_path_factory.mktemp("quantised") / "bundle"
    main(["quantise", "--bundle", str(tiny_bundle), "--out", str(out)])
    return out


@pytest.fixture(scope="module")
def original(tiny_bundle):
    return OnnxBundle(tiny_bundle, threads=1)


@pytest.fixture(scope="module")
def bundle(folder):
    return OnnxBundle(folder, threads=1)


@pytest.fixture(scope="module")
def batch(clips):
    cut = min(map(len, clips))
    return np.stack([samples[:cut] for samples in clips])


def test_no_product_with_a_constant_matrix_is_left_in_32_bits(folder):
    for name in GRAPHS:
        graph = onnx.load(folder / json.loads((folder / "bundle.json").read_text())["graphs"][name]["file"]).graph
        constants = {tensor.name for tensor in graph.initializer}
        assert any(node.op_type in ("MatMulNBits", "MatMulIntegerToFloat") for node in graph.node)
        assert not any(node.op_type == "MatMul" and constants & set(node.input) for node in graph.node)


def test_the_codec_is_untouched_and_the_name_tells(folder, tiny_bundle):
    manifests = [json.loads((place / "bundle.json").read_text()) for place in (tiny_bundle, folder)]
    assert manifests[1]["graphs"]["codec"] == manifests[0]["graphs"]["codec"]
    assert manifests[1]["name"] == manifests[0]["name"] + "-int8"
    assert manifests[1]["precision"] == "int8"
    assert size(folder) < size(tiny_bundle)


def test_results_stay_close_to_those_of_32_bits(bundle, original, batch):
    exact, found = (side.run("clapAudio", waveform=batch)["embedding"] for side in (original, bundle))
    np.testing.assert_allclose(found, exact, atol=0.02)
    codes = original.run("codec", waveform=batch)["codes"]
    exact, found = (side.run("encoder", codes=codes, embedding=exact) for side in (original, bundle))
    for name, values in exact.items():
        assert np.abs(found[name] - values).mean() < 0.02 * np.abs(values).mean(), name


def test_a_window_captions_alike_alone_and_in_a_batch(bundle, batch):
    together = bundle.caption(batch)
    alone = [bundle.caption(samples[None])[0] for samples in batch]
    assert [caption.tokens for caption in together] == [caption.tokens for caption in alone]


def test_refuses_what_it_cannot_copy(tmp_path, folder, tiny_bundle):
    with pytest.raises(SystemExit, match=r"No bundle\.json"):
        main(["quantise", "--bundle", str(tmp_path), "--out", str(tmp_path / "out")])
    with pytest.raises(SystemExit, match="is there already"):
        main(["quantise", "--bundle", str(tiny_bundle), "--out", str(folder)])
    with pytest.raises(SystemExit, match="is int8 already"):
        main(["quantise", "--bundle", str(folder), "--out", str(tmp_path / "out")])
