"""16-bit copies of a bundle."""

import json

import numpy as np
import onnx
import pytest

from earwitness_training.__main__ import main
from earwitness_training.export.half import GRAPHS
from earwitness_training.export.quantise import size
from earwitness_training.export.runtime import OnnxBundle


@pytest.fixture(scope="module")
def folder(tmp_path_factory, tiny_bundle):
    out = tmp_path_factory.mktemp("halved") / "bundle"
    main(["quantise", "--bundle", str(tiny_bundle), "--out", str(out), "--precision", "fp16"])
    return out


@pytest.fixture(scope="module")
def sides(folder, tiny_bundle):
    return OnnxBundle(tiny_bundle, threads=1), OnnxBundle(folder, threads=1)


@pytest.fixture(scope="module")
def batch(clips):
    cut = min(map(len, clips))
    return np.stack([samples[:cut] for samples in clips])


def test_weights_and_caches_have_16_bits_and_the_manifest_tells(folder, tiny_bundle):
    before, after = (json.loads((place / "bundle.json").read_text()) for place in (tiny_bundle, folder))
    assert (after["name"], after["precision"]) == (before["name"] + "-fp16", "fp16")
    assert after["model"]["cacheType"] == "float16"
    assert [after["graphs"][name] for name in ("codec", "clapAudio")] == [
        before["graphs"][name] for name in ("codec", "clapAudio")
    ]
    for name in GRAPHS:
        graph = onnx.load(folder / after["graphs"][name]["file"]).graph
        matrices = [
            tensor
            for tensor in graph.initializer
            if len(tensor.dims) == 2 and tensor.data_type != onnx.TensorProto.INT64
        ]
        assert {tensor.data_type for tensor in matrices} == {onnx.TensorProto.FLOAT16}
    assert size(folder) < size(tiny_bundle)


def test_results_stay_close_to_those_of_32_bits(sides, batch):
    exact, found = (side.run("clapAudio", waveform=batch)["embedding"] for side in sides)
    np.testing.assert_array_equal(found, exact)
    codes = sides[0].run("codec", waveform=batch)["codes"]
    exact, found = (side.run("encoder", codes=codes, embedding=exact) for side in sides)
    for name, values in exact.items():
        assert found[name].dtype == np.float16
        assert np.abs(found[name] - values).mean() < 2e-3 * np.abs(values).mean(), name
    texts = [side.embed_texts(["a dog barks", "rain"]) for side in sides]
    np.testing.assert_allclose(texts[1], texts[0], atol=2e-3)


def test_the_first_words_are_as_probable_as_in_32_bits(sides, batch):
    embedding = sides[0].run("clapAudio", waveform=batch)["embedding"]
    codes = sides[0].run("codec", waveform=batch)["codes"]
    exact, found = (first_step(side, codes, embedding) for side in sides)
    np.testing.assert_allclose(found, exact, atol=0.02)
    assert all(caption.text for caption in sides[1].caption(batch))


def first_step(side, codes, embedding):
    model = side.manifest["model"]
    rows = np.arange(len(codes))
    empty = np.zeros((len(codes), model["heads"], 0, model["headDim"]), model.get("cacheType", "float32"))
    past = {f"past_{part}.{i}": empty for part in ("key", "value") for i in range(model["decoderLayers"])}
    cross = side.run("encoder", codes=codes, embedding=embedding)
    start = np.full(len(codes), side.settings["decoderStart"])
    return side.run("decoder", tokens=start, beam_origin=rows, **cross, **past)["log_probs"]
