import pytest

from earwitness_training import config


@pytest.mark.parametrize(
    "preset",
    ["tiny", "default", "refined", "ablation-clap", "ablation-codes", "ablation-no-mcm", "enclap-base", "enclap-large"],
)
def test_presets_hang_together(preset):
    loaded = config.load(preset)
    hop = 1
    for stride in loaded.codec.strides:
        hop *= stride
    assert len(loaded.codec.strides) == len(loaded.codec.channels) + 1
    assert loaded.bart.d_model % loaded.bart.heads == 0
    assert loaded.audio.max_samples // hop + 3 <= loaded.bart.max_positions
    assert loaded.generation.max_length <= loaded.bart.max_positions
    assert loaded.frames_per_second == (2.0 if preset in ("tiny", "refined") else 2.5)


def test_a_delta_changes_only_what_it_names():
    base, large = config.load("enclap-base"), config.load("enclap-large")
    assert large.bart.d_model == 1024
    assert large.codec == base.codec
    assert large.bart.max_positions == base.bart.max_positions


def test_unknown_keys_are_named(tmp_path):
    (tmp_path / "odd.yaml").write_text(f"extends: {config.CONF_DIR / 'base.yaml'}\ncodec: {{bookcodes: 3}}\n")
    with pytest.raises(ValueError, match=r"codec.*bookcodes"):
        config.load(tmp_path / "odd.yaml")


def test_a_missing_preset_is_named():
    with pytest.raises(FileNotFoundError, match="nonesuch"):
        config.load("nonesuch")
