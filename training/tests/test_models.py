"""Numbers of single parts against values computed another way."""

import dataclasses

import numpy as np
import pytest
import torch

from earwitness_training import config
from earwitness_training.models.captioner import Captioner
from earwitness_training.models.clap import PARTS, AudioTower, TextTower
from earwitness_training.models.codec import Codec, ResidualQuantiser, nearest
from earwitness_training.models.mel import LOG_CENTRE, LOG_SPREAD, LogMel


@pytest.fixture(scope="module")
def noise():
    return 0.1 * torch.randn(2, 4000, generator=torch.Generator().manual_seed(3))


def test_log_mel_of_a_sine_has_its_power_at_its_band():
    mel = LogMel(sample_rate=16000, n_fft=512, hop=250, mels=64)
    time = torch.arange(16000) / 16000
    frames = mel(0.5 * torch.sin(2 * torch.pi * 1000 * time)[None])[0, 0]
    power = torch.exp(frames[30] * LOG_SPREAD + LOG_CENTRE)
    centres = 700 * (10 ** (np.linspace(*_mel_range(), 66)[1:-1] / 2595) - 1)
    assert abs(centres[int(power.argmax())] - 1000) < 60
    # a sine of amplitude a has power a²/4 at its own bin, and half of that power again on each side (Hann)
    assert float(power.sum()) == pytest.approx(1.5 * 0.25 / 4, rel=0.15)


def _mel_range():
    return [2595 * np.log10(1 + hertz / 700) for hertz in (40, 8000)]


def test_log_mel_by_fourier_transform_equals_the_convolution(noise):
    mel = LogMel(sample_rate=16000, n_fft=512, hop=250, mels=64)
    assert mel(noise).shape == (2, 1, 16, 64)
    torch.testing.assert_close(mel.by_fft(noise), mel(noise), atol=1e-5, rtol=1e-5)


def test_nearest_code_is_the_nearest():
    latents, book = torch.randn(50, 8), torch.randn(20, 8)
    torch.testing.assert_close(nearest(latents, book), torch.cdist(latents, book).argmin(1))


def test_each_code_book_refines_the_ones_before():
    settings = config.load("tiny").codec
    torch.manual_seed(0)
    quantiser = ResidualQuantiser(settings.codebooks, settings.codebook_size, settings.latent_dim)
    latents = torch.randn(4, 200, settings.latent_dim)
    quantiser.start(latents)
    for _ in range(30):
        quantiser(latents)
    codes = quantiser.encode(latents)
    errors, rebuilt = [], torch.zeros_like(latents)
    for book in range(settings.codebooks):
        rebuilt = rebuilt + quantiser.codebooks[book][codes[..., book]]
        errors.append(float((latents - rebuilt).square().mean()))
    assert errors == sorted(errors, reverse=True)
    assert errors[0] < 0.8
    assert errors[-1] < 0.5 * errors[0]


def test_codec_rebuilds_every_whole_hop(noise):
    codec = Codec(config.load("tiny")).eval()
    assert codec.encode(noise).shape == (2, 4000 // 640, 4)
    assert codec.acoustic(noise)[0].shape == (2, 4000 // 640 * 640)


def test_decoder_with_a_cache_equals_the_decoder_without():
    torch.manual_seed(0)
    model = Captioner(config.load("tiny")).eval()
    encoded, tokens = torch.randn(2, 7, 32), torch.randint(3, 320, (2, 5))
    cross = model.decoder.cross(encoded)
    whole, _ = model.decoder(tokens, cross)
    past = None
    for position in range(5):
        step, past = model.decoder(tokens[:, position : position + 1], cross, past)
        torch.testing.assert_close(step[:, 0], whole[:, position], atol=1e-5, rtol=1e-4)


def test_captioner_uses_both_codes_and_embedding():
    torch.manual_seed(0)
    settings = config.load("tiny")
    encoder = Captioner(settings).eval().encoder
    codes = torch.randint(settings.codec.codebook_size, (1, 12, settings.codec.codebooks))
    embedding = torch.randn(1, settings.clap_audio.embedding_dim)
    plain = encoder(codes, embedding)
    assert plain.shape == (1, 12 // settings.bart.frames_a_position + 3, settings.bart.d_model)
    assert not torch.allclose(plain, encoder(codes.flip(1), embedding), atol=1e-3)
    assert not torch.allclose(plain, encoder(codes, -embedding), atol=1e-3)


@pytest.mark.parametrize(("inputs", "codes_matter", "clap_matters"), [("clap", False, True), ("codes", True, False)])
def test_an_ablated_encoder_is_blind_to_the_other_input(inputs, codes_matter, clap_matters):
    torch.manual_seed(0)
    tiny = config.load("tiny")
    settings = dataclasses.replace(tiny, bart=dataclasses.replace(tiny.bart, inputs=inputs))
    encoder = Captioner(settings).eval().encoder
    codes = torch.randint(settings.codec.codebook_size, (1, 12, settings.codec.codebooks))
    embedding = torch.randn(1, settings.clap_audio.embedding_dim)
    plain = encoder(codes, embedding)
    assert torch.allclose(plain, encoder(codes.flip(1), embedding), atol=1e-6) != codes_matter
    assert torch.allclose(plain, encoder(codes, -embedding), atol=1e-6) != clap_matters


def test_semantic_codes_follow_the_frames_that_they_tell_of(noise):
    settings = config.load("tiny")
    codec = Codec(settings).eval()
    codes = codec.encode(torch.cat([noise, noise], dim=1))
    features = codec.semantic.frames(torch.cat([noise, noise], dim=1))
    own = codec.semantic.quantiser.encode(codec.semantic.projection(features))
    for frame in range(codes.shape[1]):
        at = frame * settings.codec.hop // settings.clap_audio.frame_hop
        assert torch.equal(codes[:, frame, : settings.codec.semantic_books], own[:, at])


def test_padding_leaves_a_text_embedding_as_it_is():
    torch.manual_seed(0)
    settings = config.load("tiny")
    tower = TextTower(settings.clap_text, settings.vocabulary_size, 24).eval()
    short = torch.tensor([[0, 5, 9, 2]])
    padded = torch.tensor([[0, 5, 9, 2, 1, 1]])
    torch.testing.assert_close(tower(short, torch.ones_like(short)), tower(padded, (padded != 1).long()))


def test_what_the_embedding_tells_of_a_part_of_the_window_counts_in_its_frames():
    tower = AudioTower(config.load("tiny").clap_audio, 16000, labels=2).eval()
    told = torch.tensor([[8.0, 0], [0, 0], [0, -8.0], [0, 0]])
    assert told.shape[0] == PARTS
    torch.nn.init.zeros_(tower.part_head.weight)
    tower.part_head.bias.data = told.flatten()
    heard = tower.part_logits_over(16, torch.randn(1, 24))[0].detach()
    assert heard.shape == (16, 2)
    torch.testing.assert_close(heard[[0, 1], 0], torch.full((2,), 8.0), atol=1e-2, rtol=0)
    assert 0 < float(heard[3, 0]) < 8
    torch.testing.assert_close(heard[8:, 0], torch.zeros(8), atol=1e-2, rtol=0)
    assert int(heard[:, 1].argmin()) in (9, 10)


def test_scores_are_of_both_heads(noise):
    torch.manual_seed(0)
    tower = AudioTower(config.load("tiny").clap_audio, 16000, labels=2).eval()
    with torch.no_grad():
        _, alone = tower(noise)
        tower.calibration_part_scale.fill_(1)
        embedding, both = tower(noise)
        told = tower.part_logits_over(both.shape[1], embedding)
    torch.testing.assert_close(torch.logit(both), torch.logit(alone) + told, atol=1e-4, rtol=1e-4)
