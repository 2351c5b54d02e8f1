"""The label heads, refined."""

import numpy as np
import torch
from sounds_fixture import RATE

from earwitness_training import config
from earwitness_training.data.recordings import Recording
from earwitness_training.data.scenes import SceneMixer
from earwitness_training.models.clap import AudioTower
from earwitness_training.train.caption import Pool
from earwitness_training.train.refine import Stretches, refine


def test_talk_and_music_raise_no_other_label_after_refinement_and_the_features_stay(tmp_path):
    torch.manual_seed(0)
    rng = np.random.default_rng(0)
    tiny = config.load("tiny")
    tower = AudioTower(tiny.clap_audio, RATE, labels=2).eval()
    tone = Recording.of("a", "siren", 0, np.sin(np.arange(4 * RATE) * 0.3), RATE)
    mixer = SceneMixer([tone], RATE, rng)
    scenes = [mixer.compose(4.0, "alone") for _ in range(8)]
    with torch.no_grad():
        features = tower.frames(torch.from_numpy(np.stack([scene.waveform for scene in scenes])))
        talk, music = features + features.flip(1).flip(2), features.flip(2) + 1
        embeddings, before = tower.from_frames(features)[0], tower.frames.mix.weight.clone()
    pool = Pool(4.0, scenes, torch.zeros(8, 1, 1), features.bfloat16(), embeddings)
    unheard = torch.tensor([[1.0, 0.0]] * len(talk) + [[1.0, 1.0]] * len(music))
    stretches = Stretches(torch.cat([talk, music]), unheard)
    refine(tower, [pool], stretches, ["siren", "speech"], tiny.frames_per_second, 300, rng, tmp_path, resume=False)
    assert torch.equal(tower.frames.mix.weight, before)
    with torch.no_grad():
        heard, *others = (tower.from_frames(part)[1][..., 0].amax(1) for part in (features, talk, music))
    assert float(heard.min()) > 0 > max(float(other.max()) for other in others)
