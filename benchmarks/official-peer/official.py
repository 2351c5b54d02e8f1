"""EnCLAP's own code, opened on local checkpoints without a network. Runs in an environment of its own: README.md beside this file."""

import sys
from pathlib import Path

import torch


def use(checkout: Path) -> None:
    """Makes the modules of a checkout of the EnCLAP repository importable, and keeps its libraries from downloading.

    LAION-CLAP loads RoBERTa's published weights only to overwrite them with its own checkpoint's, and tokenizers that captioning
    never asks: RoBERTa starts from its configuration here, and these tokenizers are left out.
    """
    if not (checkout / "inference.py").is_file():
        sys.exit(f"{checkout} is no checkout of EnCLAP: it has no inference.py")
    sys.path.insert(0, str(checkout))
    import transformers

    roberta = transformers.RobertaConfig(vocab_size=50265, max_position_embeddings=514, type_vocab_size=1, layer_norm_eps=1e-5)
    transformers.RobertaModel.from_pretrained = lambda *_, **__: transformers.RobertaModel(roberta)
    for tokenizer in (transformers.BertTokenizer, transformers.RobertaTokenizer, transformers.BartTokenizer):
        tokenizer.from_pretrained = lambda *_, **__: None


def load(checkpoint: Path):
    """EnCLAP's `inference.EnClap` on `checkpoint/enclap`, `encodec.th` and `clap.pt`, on the CPU."""
    import inference
    from encodec import EncodecModel
    from transformers import AutoTokenizer, PreTrainedTokenizerFast

    def codec(*_, **__):
        model = EncodecModel._get_model([1.5, 3.0, 6.0, 12.0, 24.0], 24_000, 1, causal=True, model_norm="weight_norm")
        model.load_state_dict(torch.load(checkpoint / "encodec.th"))
        return model.eval()

    EncodecModel.encodec_model_24khz = codec
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_file=str(checkpoint / "enclap" / "tokenizer.json"), bos_token="<s>", eos_token="</s>", pad_token="<pad>"
    )
    AutoTokenizer.from_pretrained = lambda *_, **__: tokenizer
    return inference.EnClap(str(checkpoint / "enclap"), clap_ckpt_path=str(checkpoint / "clap.pt"), device="cpu")
