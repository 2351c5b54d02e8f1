"""Writes beam_search_golden.json: what Hugging Face's `generate` makes of a tiny random BART.

Needs torch and transformers 4.29, whose semantics the Java beam search follows. Each case holds, for every step,
the rows of the model's top-k log-probabilities (`logProbs float[beams][k]`, `tokenIds int[beams][k]`, descending) and
the tokens and beam origins that `generate` chose from them; and in the end the sequences, best first.

    python beam_search_golden.py > beam_search_golden.json
"""

import json

import torch
from transformers import BartConfig, BartForConditionalGeneration
from transformers.generation import BeamSearchScorer

TOP_K = 16
VOCABULARY = 60
START, BOS, EOS, PAD = 2, 0, 2, 1

# beams, max_length, no_repeat_ngram, length_penalty, early_stopping, forced, eos_bias
CASES = [
    (4, 12, 3, 1.0, True, True, 4.0),
    (4, 12, 3, 1.0, True, True, 9.0),
    (4, 10, 2, 1.0, False, True, 6.0),
    (4, 10, 0, 2.0, False, True, 7.0),
    (4, 8, 0, 0.0, True, False, 5.0),
    (4, 10, 1, -0.5, False, False, 8.0),
    (2, 10, 2, 1.0, False, True, 6.0),
    (3, 3, 0, 1.0, True, False, 0.0),
    (5, 6, 2, 1.0, True, False, -50.0),
    (1, 10, 2, 1.0, True, True, 3.0),
    (1, 8, 1, 1.0, False, False, 8.0),
    (1, 6, 0, 1.0, True, False, -50.0),
]


def tiny_bart(seed: int, eos_bias: float) -> BartForConditionalGeneration:
    torch.manual_seed(seed)
    config = BartConfig(
        vocab_size=VOCABULARY, d_model=16, encoder_layers=1, decoder_layers=2, encoder_attention_heads=2,
        decoder_attention_heads=2, encoder_ffn_dim=32, decoder_ffn_dim=32, max_position_embeddings=32, init_std=0.7,
        decoder_start_token_id=START, bos_token_id=BOS, eos_token_id=EOS, pad_token_id=PAD,
        forced_bos_token_id=None, forced_eos_token_id=None,
    )  # fmt: skip
    model = BartForConditionalGeneration(config).eval()
    model.final_logits_bias[0, EOS] = eos_bias
    model.final_logits_bias[0, PAD] = -50.0
    return model


def record_rows(model: BartForConditionalGeneration) -> list[dict]:
    """Keeps the top-k log-probabilities of every forward step."""
    steps: list[dict] = []
    forward = model.forward

    def recording(*args, **kwargs):
        outputs = forward(*args, **kwargs)
        top = torch.log_softmax(outputs.logits[:, -1, :], dim=-1).topk(TOP_K, dim=-1)
        steps.append({"logProbs": top.values.tolist(), "tokenIds": top.indices.tolist()})
        return outputs

    model.forward = recording
    return steps


def record_choices(steps: list[dict]) -> None:
    """Keeps the tokens and beams that every step goes on with."""
    process = BeamSearchScorer.process

    def recording(self, *args, **kwargs):
        chosen = process(self, *args, **kwargs)
        steps[-1]["nextTokens"] = chosen["next_beam_tokens"].tolist()
        steps[-1]["beamOrigins"] = chosen["next_beam_indices"].tolist()
        return chosen

    BeamSearchScorer.process = recording


def case(seed: int, beams: int, max_length: int, ngram: int, penalty: float, early: bool, forced: bool, bias: float):
    model = tiny_bart(seed, bias)
    process = BeamSearchScorer.process
    steps = record_rows(model)
    record_choices(steps)
    output = model.generate(
        torch.tensor([[BOS, 7, 8 + seed, 9, EOS]]), num_beams=beams, num_return_sequences=beams, max_length=max_length,
        no_repeat_ngram_size=ngram, length_penalty=penalty, early_stopping=early, do_sample=False,
        forced_bos_token_id=BOS if forced else None, forced_eos_token_id=EOS if forced else None,
        return_dict_in_generate=True, output_scores=True,
    )  # fmt: skip
    BeamSearchScorer.process = process
    return {
        "beams": beams, "maxLength": max_length, "noRepeatNgram": ngram, "lengthPenalty": penalty,
        "earlyStopping": early, "forced": forced, "topK": TOP_K, "steps": steps,
        "sequences": output.sequences.tolist(),
        "scores": output.sequences_scores.tolist() if beams > 1 else [],
    }  # fmt: skip


if __name__ == "__main__":
    tokens = {"decoderStart": START, "bos": BOS, "eos": EOS, "pad": PAD}
    cases = [case(seed, *settings) for seed, settings in enumerate(CASES)]
    print(json.dumps({**tokens, "cases": cases}, separators=(",", ":")))
