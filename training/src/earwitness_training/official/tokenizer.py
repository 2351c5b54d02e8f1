"""BART's tokenizer as one `tokenizer.json`, whichever files it comes in."""

from __future__ import annotations

import json
from pathlib import Path

from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, processors

ONE_FILE, VOCABULARY, MERGES = "tokenizer.json", "vocab.json", "merges.txt"
BOS, PAD, EOS, UNKNOWN, MASK = "<s>", "<pad>", "</s>", "<unk>", "<mask>"

# What `clean_up_tokenization_spaces`, on by default in transformers 4.29, does to decoded text, in its order.
CLEAN_UP = [
    *((f" {sign}", sign) for sign in ".?!,"),
    (" ' ", "'"),
    *((f" {ending}", ending) for ending in ("n't", "'m", "'s", "'ve", "'re")),
]


def load(folder: Path) -> Tokenizer:
    """Reads `tokenizer.json`, or `vocab.json` and `merges.txt`, and makes it decode as EnCLAP's inference does.

    RoBERTa has the same vocabulary, so the result serves CLAP's text tower as well.

    Raises:
        FileNotFoundError: the folder has neither.

    """
    if (folder / ONE_FILE).is_file():
        tokenizer = Tokenizer.from_file(str(folder / ONE_FILE))
        tokenizer.no_padding()
        tokenizer.no_truncation()
    elif (folder / VOCABULARY).is_file() and (folder / MERGES).is_file():
        tokenizer = _from_parts(folder)
    else:
        raise FileNotFoundError(
            f"No {ONE_FILE} in {folder}, nor {VOCABULARY} with {MERGES}: EnCLAP uses the files of facebook/bart-large; "
            "put them there or name their folder with --tokenizer"
        )
    replacements = [decoders.Replace(found, text) for found, text in CLEAN_UP]
    tokenizer.decoder = decoders.Sequence([decoders.ByteLevel(), *replacements])
    return tokenizer


def _from_parts(folder: Path) -> Tokenizer:
    vocabulary = json.loads((folder / VOCABULARY).read_text(encoding="utf-8"))
    lines = (folder / MERGES).read_text(encoding="utf-8").splitlines()
    merges = [tuple(line.split(" ")) for line in lines if line and not line.startswith("#version")]
    tokenizer = Tokenizer(models.BPE(vocabulary, merges))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.add_special_tokens([BOS, PAD, EOS, UNKNOWN, AddedToken(MASK, lstrip=True)])
    tokenizer.post_processor = processors.RobertaProcessing(
        (EOS, vocabulary[EOS]), (BOS, vocabulary[BOS]), trim_offsets=True, add_prefix_space=False
    )
    return tokenizer
