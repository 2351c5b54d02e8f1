"""A tiny checkpoint in the formats in which EnCodec, LAION-CLAP and EnCLAP are published, always the same.

Its tensors have the published names; each is drawn from a generator seeded with its name. The official code accepted
these files, and what it made of them is in `official-tiny-bundle/golden.json`.
"""

from __future__ import annotations

import json
import sys
import zlib
from pathlib import Path

import numpy as np
import torch
from tokenizers.pre_tokenizers import ByteLevel

BOOKS, ENTRIES, LATENT = 32, 32, 8
CHANNELS, RATIOS = [2, 4, 8, 16, 32], [2, 4, 5, 8]
SWIN_WIDTH, SWIN_HEADS = 4, [[1], [1], [2, 2], [1]]  # heads of each block of each stage
ROBERTA, ROBERTA_FFN, ROBERTA_POSITIONS = 64, 32, 40
JOINT = 16
WORDS = ["Ġ", "Ġa", "Ġdog", "Ġbark", "Ġbarks", "Ġrain", "Ġfalls", "Ġis", "Ġspeaking", "Someone", "Ġ."]

SETTINGS = {
    "model_type": "bart",
    "activation_function": "gelu",
    "d_model": 16,
    "encoder_layers": 2,
    "decoder_layers": 2,
    "encoder_attention_heads": 2,
    "decoder_attention_heads": 2,
    "encoder_ffn_dim": 48,
    "decoder_ffn_dim": 48,
    "max_position_embeddings": 400,
    "vocab_size": 320,
    "d_clap": JOINT,
    "num_rvq": 8,
    "encodec_vocab_size": ENTRIES,
    "encodec_pad_token_id": ENTRIES,
    "scale_embedding": False,
    "is_encoder_decoder": True,
    "pad_token_id": 1,
    "bos_token_id": 0,
    "eos_token_id": 2,
    "decoder_start_token_id": 2,
    "forced_eos_token_id": 2,
}

Shapes = dict[str, tuple[int, ...]]


def write(folder: Path) -> None:
    """Writes `enclap/` with configuration, weights and tokenizer, `encodec.th` and `clap.pt`."""
    enclap = folder / "enclap"
    enclap.mkdir(parents=True)
    (enclap / "config.json").write_text(json.dumps(SETTINGS))
    _write_tokenizer(enclap)
    torch.save(enclap_state(), enclap / "pytorch_model.bin")
    torch.save(_draw(encodec_shapes()), folder / "encodec.th")
    clap = {f"module.{name}": tensor for name, tensor in _draw(clap_shapes()).items()}
    # As its training loop left it: with a NumPy scalar beside the weights.
    torch.save({"epoch": 1, "best": np.float64(0.5), "state_dict": clap}, folder / "clap.pt")


def waveform(seed: int, samples: int) -> np.ndarray:
    """Noise in steps of loudness, from a linear congruential generator: float32[samples], the same in any language."""
    state, noise = seed, np.empty(samples, np.float32)
    for i in range(samples):
        state = (1_103_515_245 * state + 12_345) % 2**31
        noise[i] = ((state >> 16) - 16_384) / 32_768
    return noise * ((np.arange(samples) // 4_800 % 7) / 8).astype(np.float32)


def encodec_shapes() -> Shapes:
    """The encoder and the code books."""
    shapes: Shapes = {}

    def conv(at: str, width_in: int, width_out: int, kernel: int) -> None:
        shapes[f"{at}.conv.conv.weight_v"] = (width_out, width_in, kernel)
        shapes[f"{at}.conv.conv.weight_g"] = (width_out, 1, 1)
        shapes[f"{at}.conv.conv.bias"] = (width_out,)

    conv("encoder.model.0", 1, CHANNELS[0], 7)
    for i, ratio in enumerate(RATIOS):
        width = CHANNELS[i]
        conv(f"encoder.model.{3 * i + 1}.block.1", width, width // 2, 3)
        conv(f"encoder.model.{3 * i + 1}.block.3", width // 2, width, 1)
        conv(f"encoder.model.{3 * i + 1}.shortcut", width, width, 1)
        conv(f"encoder.model.{3 * i + 3}", width, 2 * width, 2 * ratio)
    width = CHANNELS[-1]
    for layer in range(2):
        shapes |= {
            f"encoder.model.13.lstm.{part}_{end}h_l{layer}": (4 * width, width) for part in ["weight"] for end in "ih"
        }
        shapes |= {f"encoder.model.13.lstm.bias_{end}h_l{layer}": (4 * width,) for end in "ih"}
    conv("encoder.model.15", width, LATENT, 7)
    return shapes | {f"quantizer.vq.layers.{i}._codebook.embed": (ENTRIES, LATENT) for i in range(BOOKS)}


def clap_shapes() -> Shapes:
    """The audio branch with fusion, the text branch, and the projections that inference uses."""
    shapes = _linear("audio_projection.0", 8 * SWIN_WIDTH, JOINT) | _linear("audio_projection.2", JOINT, JOINT)
    shapes |= _linear("text_projection.0", ROBERTA, JOINT) | _linear("text_projection.2", JOINT, JOINT)
    shapes |= {f"audio_branch.{name}": shape for name, shape in _swin_shapes().items()}
    return shapes | {f"text_branch.{name}": shape for name, shape in _roberta_shapes().items()}


def enclap_state() -> dict[str, torch.Tensor]:
    """BART with EnCLAP's inputs; the word embeddings are stored four times, as tied tensors are."""
    width, words = SETTINGS["d_model"], (SETTINGS["vocab_size"], SETTINGS["d_model"])
    shapes: Shapes = {"final_logits_bias": (1, words[0]), "model.shared.weight": words}
    shapes |= {f"model.encoder.embed_encodec.{i}.weight": (64, width) for i in range(SETTINGS["num_rvq"])}
    shapes |= _linear("model.encoder.clap_projection", JOINT, width)
    for stack, attentions in {"encoder": ["self_attn"], "decoder": ["self_attn", "encoder_attn"]}.items():
        shapes[f"model.{stack}.embed_positions.weight"] = (SETTINGS["max_position_embeddings"] + 2, width)
        shapes |= _norm(f"model.{stack}.layernorm_embedding", width)
        for layer in range(2):
            shapes |= _bart_layer(f"model.{stack}.layers.{layer}", attentions, width)
    for i in range(SETTINGS["num_rvq"]):
        shapes |= _linear(f"mcm_heads.{i}", width, ENTRIES)
    state = _draw(shapes)
    state["final_logits_bias"][0, 2] += 5.0  # some captions should end before they have to
    copies = ["model.encoder.embed_tokens.weight", "model.decoder.embed_tokens.weight", "lm_head.weight"]
    return state | dict.fromkeys(copies, state["model.shared.weight"])


def _bart_layer(at: str, attentions: list[str], width: int) -> Shapes:
    shapes = _linear(f"{at}.fc1", width, 48) | _linear(f"{at}.fc2", 48, width) | _norm(f"{at}.final_layer_norm", width)
    for attention in attentions:
        shapes |= _norm(f"{at}.{attention}_layer_norm", width)
        for part in ("q_proj", "k_proj", "v_proj", "out_proj"):
            shapes |= _linear(f"{at}.{attention}.{part}", width, width)
    return shapes


def _swin_shapes() -> Shapes:
    shapes = _batch_norm("bn0", 64) | _norm("norm", 8 * SWIN_WIDTH) | _norm("patch_embed.norm", SWIN_WIDTH)
    shapes |= {"patch_embed.proj.weight": (SWIN_WIDTH, 1, 4, 4), "patch_embed.proj.bias": (SWIN_WIDTH,)}
    shapes |= {"patch_embed.mel_conv2d.weight": (SWIN_WIDTH, 1, 4, 12), "patch_embed.mel_conv2d.bias": (SWIN_WIDTH,)}
    for gate, first in {"local_att": 0, "global_att": 1}.items():
        at, narrow = f"patch_embed.fusion_model.{gate}", SWIN_WIDTH // 4
        shapes |= {f"{at}.{first}.weight": (narrow, SWIN_WIDTH, 1, 1), f"{at}.{first}.bias": (narrow,)}
        shapes |= {f"{at}.{first + 3}.weight": (SWIN_WIDTH, narrow, 1, 1), f"{at}.{first + 3}.bias": (SWIN_WIDTH,)}
        shapes |= _batch_norm(f"{at}.{first + 1}", narrow) | _batch_norm(f"{at}.{first + 4}", SWIN_WIDTH)
    for stage, blocks in enumerate(SWIN_HEADS):
        width = SWIN_WIDTH << stage
        for block, heads in enumerate(blocks):
            at = f"layers.{stage}.blocks.{block}"
            shapes[f"{at}.attn.relative_position_bias_table"] = (225, heads)
            shapes |= _norm(f"{at}.norm1", width) | _norm(f"{at}.norm2", width)
            shapes |= _linear(f"{at}.attn.qkv", width, 3 * width) | _linear(f"{at}.attn.proj", width, width)
            shapes |= _linear(f"{at}.mlp.fc1", width, 4 * width) | _linear(f"{at}.mlp.fc2", 4 * width, width)
        if stage < len(SWIN_HEADS) - 1:
            shapes |= _norm(f"layers.{stage}.downsample.norm", 4 * width)
            shapes[f"layers.{stage}.downsample.reduction.weight"] = (2 * width, 4 * width)
    return shapes


def _roberta_shapes() -> Shapes:
    shapes = {
        "embeddings.word_embeddings.weight": (SETTINGS["vocab_size"], ROBERTA),
        "embeddings.position_embeddings.weight": (ROBERTA_POSITIONS, ROBERTA),
        "embeddings.token_type_embeddings.weight": (1, ROBERTA),
    }
    shapes |= _norm("embeddings.LayerNorm", ROBERTA) | _linear("pooler.dense", ROBERTA, ROBERTA)
    at = "encoder.layer.0"
    for part in ("self.query", "self.key", "self.value", "output.dense"):
        shapes |= _linear(f"{at}.attention.{part}", ROBERTA, ROBERTA)
    shapes |= _linear(f"{at}.intermediate.dense", ROBERTA, ROBERTA_FFN)
    shapes |= _linear(f"{at}.output.dense", ROBERTA_FFN, ROBERTA)
    return shapes | _norm(f"{at}.attention.output.LayerNorm", ROBERTA) | _norm(f"{at}.output.LayerNorm", ROBERTA)


def _linear(at: str, width_in: int, width_out: int) -> Shapes:
    return {f"{at}.weight": (width_out, width_in), f"{at}.bias": (width_out,)}


def _norm(at: str, width: int) -> Shapes:
    return {f"{at}.weight": (width,), f"{at}.bias": (width,)}


def _batch_norm(at: str, width: int) -> Shapes:
    return _norm(at, width) | {
        f"{at}.running_mean": (width,),
        f"{at}.running_var": (width,),
        f"{at}.num_batches_tracked": (),
    }


def _draw(shapes: Shapes) -> dict[str, torch.Tensor]:
    return {name: torch.from_numpy(_values(name, shape)) for name, shape in shapes.items()}


def _values(name: str, shape: tuple[int, ...]) -> np.ndarray:
    """Spread so far that neither codes nor tokens are near ties, and that clips differ in their captions."""
    if name.endswith("num_batches_tracked"):
        return np.array(1)
    normal = np.random.RandomState(zlib.crc32(name.encode())).standard_normal(shape).astype(np.float32)
    if name.endswith("bn0.running_mean"):
        return 5 * normal - 30  # decibels
    if name.endswith("bn0.running_var"):
        return 400 + 50 * np.abs(normal)
    if name.endswith("running_var"):
        return 0.5 + np.abs(normal)
    if name.endswith(
        ("weight_g", "norm.weight", "Norm.weight", "norm1.weight", "norm2.weight", "embedding.weight")
    ) or (len(shape) == 1 and name.endswith("weight")):
        return 1.5 + 0.1 * normal if name.endswith("weight_g") else 1 + 0.1 * normal
    if "_codebook" in name:
        return normal * np.float32(0.8 ** int(name.split(".")[3]))
    if name.endswith(("bias", "running_mean")):
        return 0.1 * normal
    if "embed" in name or "shared" in name:
        return 0.5 * normal
    spread = 4.0 if "decoder" in name or "clap_projection" in name else 1.5
    return normal * np.float32(spread / np.sqrt(np.prod(shape[1:]) or 1))


def _write_tokenizer(folder: Path) -> None:
    """`vocab.json` and `merges.txt`, in the order of BART's: special tokens, bytes, merges, the mask."""
    vocabulary = ["<s>", "<pad>", "</s>", "<unk>", *sorted(ByteLevel.alphabet())]
    merges = []
    for word in WORDS:
        for end in range(2, len(word) + 1):
            pair = (word[: end - 1], word[end - 1])
            if word[:end] not in vocabulary:
                merges.append(pair)
                vocabulary.append(word[:end])
    vocabulary.append("<mask>")
    (folder / "vocab.json").write_text(json.dumps({token: i for i, token in enumerate(vocabulary)}))
    (folder / "merges.txt").write_text("\n".join(["#version: 0.2", *(" ".join(pair) for pair in merges)]) + "\n")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
