"""Writes a checkpoint of EnCLAP-base or -large at full size, in the published formats, made by the official code with random weights."""

import argparse
import math
from pathlib import Path

import numpy as np
import official
import torch

# bart-base and bart-large, as EnCLAP starts from them.
SIZES = {
    "base": {"d_model": 768, "encoder_layers": 6, "decoder_layers": 6, "heads": 12, "ffn": 3072},
    "large": {"d_model": 1024, "encoder_layers": 12, "decoder_layers": 12, "heads": 16, "ffn": 4096},
}
WORDS = 50_265


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--enclap", type=Path, required=True, metavar="DIR", help="checkout of the EnCLAP repository")
    parser.add_argument("--size", choices=SIZES, required=True)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    options = parser.parse_args()
    official.use(options.enclap)
    torch.manual_seed(options.seed)
    enclap = options.out / "enclap"
    enclap.mkdir(parents=True)
    write_captioner(SIZES[options.size], enclap)
    write_tokenizer(enclap)
    write_codec(options.out / "encodec.th")
    write_clap(options.out / "clap.pt")


def write_captioner(size: dict, folder: Path) -> None:
    from modeling.enclap_bart import EnClapBartConfig, EnClapBartForConditionalGeneration

    config = EnClapBartConfig(
        d_model=size["d_model"],
        encoder_layers=size["encoder_layers"],
        decoder_layers=size["decoder_layers"],
        encoder_attention_heads=size["heads"],
        decoder_attention_heads=size["heads"],
        encoder_ffn_dim=size["ffn"],
        decoder_ffn_dim=size["ffn"],
        max_position_embeddings=1024,
        vocab_size=WORDS,
        forced_bos_token_id=0,
        forced_eos_token_id=2,
        decoder_start_token_id=2,
    )
    model = EnClapBartForConditionalGeneration(config)
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if weight.dim() < 2:
                continue
            # Attention looks somewhere and the rest leaves the residual its weight, so that words depend on the sound and on those before.
            gain = 2.0 if "q_proj" in name or "k_proj" in name or "clap_projection" in name else 1.0
            spread = 0.15 if "embed" in name or "shared" in name else gain / math.sqrt(weight.shape[1])
            weight.normal_(0, spread)
    model.save_pretrained(folder, safe_serialization=False)


def write_tokenizer(folder: Path) -> None:
    """As many words as bart-large has, each a token of its own, so that equal captions are equal tokens."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers

    special = ["<s>", "<pad>", "</s>", "<unk>"]
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    words = [f"Ġ{index:05d}" for index in range(WORDS - len(special) - len(letters) - 1)]
    vocabulary = {token: index for index, token in enumerate([*special, *letters, *words, "<mask>"])}
    tokenizer = Tokenizer(models.BPE(vocabulary, []))
    tokenizer.add_special_tokens([*special, "<mask>"])
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.save(str(folder / "tokenizer.json"))


def write_codec(path: Path) -> None:
    """Each code book holds vectors that it would have to quantise, so that sounds differ in their codes."""
    from encodec import EncodecModel

    model = EncodecModel.encodec_model_24khz(pretrained=False).eval()
    with torch.no_grad():
        for name, weight in model.encoder.named_parameters():
            if name.endswith("weight_g"):
                weight.mul_(2.5)
        loudness = (0.2 + 0.8 * torch.rand(1, 1, 60)).repeat_interleave(24_000, 2)
        left = model.encoder(torch.randn(1, 1, 60 * 24_000) * loudness.square())[0].T
        for layer in model.quantizer.vq.layers:
            book = left[torch.randperm(len(left))[:1024]]
            layer._codebook.embed.copy_(book)
            layer._codebook.inited.fill_(1)
            left = left - book[torch.cdist(left, book).argmin(1)] + 0.1 * left.std() * torch.randn(left.shape)
    torch.save(model.state_dict(), path)


def write_clap(path: Path) -> None:
    from laion_clap import CLAP_Module

    model = CLAP_Module(enable_fusion=True, amodel="HTSAT-tiny", device="cpu").model
    with torch.no_grad():
        for name, weight in model.audio_branch.named_parameters():
            if weight.dim() > 1 and "fusion_model" not in name:
                weight.normal_(0, 1.5 / math.sqrt(weight[0].numel()))
        model.audio_branch.bn0.running_mean.fill_(-30)
        model.audio_branch.bn0.running_var.fill_(400)
    state = {f"module.{name}": tensor for name, tensor in model.state_dict().items()}
    torch.save({"epoch": 1, "best": np.float64(0), "state_dict": state}, path)


if __name__ == "__main__":
    main()
