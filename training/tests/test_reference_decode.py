"""The plain beam search against Hugging Face `generate`, over the same weights."""

import dataclasses

import pytest
import torch

from earwitness_training import golden
from earwitness_training.reference_decode import beam_search

transformers = pytest.importorskip("transformers")


@pytest.fixture(scope="module")
def model(tiny_config):
    torch.manual_seed(7)
    clips = golden.waveforms(tiny_config.audio.sample_rate, 7)
    return golden.random_model(tiny_config, [torch.from_numpy(samples) for samples in clips.values()])


@pytest.fixture(scope="module")
def bart(tiny_config, model):
    sizes = tiny_config.bart
    twin = transformers.BartForConditionalGeneration(
        transformers.BartConfig(
            vocab_size=tiny_config.vocabulary_size,
            d_model=sizes.d_model,
            encoder_layers=sizes.encoder_layers,
            decoder_layers=sizes.decoder_layers,
            encoder_attention_heads=sizes.heads,
            decoder_attention_heads=sizes.heads,
            encoder_ffn_dim=sizes.ffn,
            decoder_ffn_dim=sizes.ffn,
            max_position_embeddings=sizes.max_positions,
            tie_word_embeddings=sizes.tie_embeddings,
        )
    ).eval()
    _copy_decoder(model.captioner.decoder, twin)
    return twin


def _copy_decoder(decoder, twin):
    weights = {
        name.replace("feed_forward.", "").replace("tokens.", "embed_tokens."): value
        for name, value in decoder.state_dict().items()
        if not name.startswith(("lm_head", "positions"))
    }
    twin.model.decoder.load_state_dict(weights, strict=False)
    with torch.no_grad():
        twin.model.decoder.embed_positions.weight[2:] = decoder.positions
        twin.lm_head.weight.copy_(decoder.lm_head.weight)
        twin.final_logits_bias.copy_(decoder.lm_head.bias[None])


def test_decoder_equals_bart(model, bart):
    encoded = torch.randn(2, 9, 32)
    tokens = torch.randint(3, 320, (2, 6))
    ours, _ = model.captioner.decoder(tokens, model.captioner.decoder.cross(encoded))
    theirs = bart(encoder_outputs=(encoded,), decoder_input_ids=tokens).logits
    torch.testing.assert_close(ours, theirs, atol=1e-4, rtol=1e-4)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("length_penalty", [1.0, 0.3])
@pytest.mark.parametrize("early_stopping", [True, False])
def test_beam_search_equals_generate(tiny_config, model, bart, seed, early_stopping, length_penalty):
    settings = dataclasses.replace(tiny_config.generation, length_penalty=length_penalty, early_stopping=early_stopping)
    torch.manual_seed(seed)
    encoded = torch.randn(1, 12, tiny_config.bart.d_model)
    ours = beam_search(golden.scorer(model, encoded), settings)
    theirs = bart.generate(
        encoder_outputs=transformers.modeling_outputs.BaseModelOutput(last_hidden_state=encoded),
        num_beams=settings.beams,
        max_length=settings.max_length,
        no_repeat_ngram_size=settings.no_repeat_ngram,
        length_penalty=settings.length_penalty,
        early_stopping=settings.early_stopping,
        decoder_start_token_id=settings.decoder_start,
        forced_bos_token_id=settings.forced_bos,
        forced_eos_token_id=settings.forced_eos,
        output_scores=True,
        return_dict_in_generate=True,
    )
    assert ours[0].tokens == theirs.sequences[0].tolist()
    assert ours[0].score == pytest.approx(float(theirs.sequences_scores[0]), abs=1e-4)
