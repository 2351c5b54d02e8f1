"""Scores a bundle on recordings that it has never seen, through ONNX Runtime."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from earwitness_training.data.recordings import load_recordings, read_audio
from earwitness_training.data.scenes import SceneMixer
from earwitness_training.data.sounds import Sound, load_sounds, named_in
from earwitness_training.evaluate import metrics
from earwitness_training.export.confidence import CaptionChoice
from earwitness_training.export.runtime import Caption, OnnxBundle

BATCH = 8


@dataclass(frozen=True)
class Heard:
    """What a bundle made of one clip or scene.

    `scores` is each label's highest over the frames; `confidence` how sure the caption is, 0 to 1.
    """

    truth: list[str]
    layout: str
    caption: Caption
    named: list[str]
    scores: np.ndarray
    embedding: np.ndarray
    source: str
    confidence: float

    @property
    def right(self) -> bool:
        """Whether the caption names just what is heard."""
        return set(self.named) == set(self.truth)


class Listener:
    """Runs a bundle over waveforms."""

    def __init__(self, bundle: OnnxBundle) -> None:
        self.bundle = bundle
        self.audio = bundle.manifest["audio"]
        self.items = bundle.manifest["labels"]["items"]
        self.labels = [item["name"] for item in self.items]
        self.sounds: list[Sound] = load_sounds(self.labels)
        self.choice = CaptionChoice(bundle)

    def hear(
        self, waveforms: np.ndarray, truths: list[list[str]], layouts: list[str], sources: list[str]
    ) -> list[Heard]:
        """One entry for each row of float32[batch, samples]."""
        clap = self.bundle.run("clapAudio", waveform=waveforms)
        codes = self.bundle.run("codec", waveform=waveforms)["codes"]
        highest = clap["label_scores"].max(axis=1)
        found = self.bundle.hypotheses(codes, clap["embedding"])
        chosen = [self.choice.choose(*row) for row in zip(found, clap["embedding"], highest, strict=True)]
        return [
            Heard(truth, layout, caption, named_in(caption.text, self.sounds), scores, embedding, source, confidence)
            for truth, layout, (caption, confidence), scores, embedding, source in zip(
                truths, layouts, chosen, highest, clap["embedding"], sources, strict=True
            )
        ]

    def clips(self, table: Path, fold: int) -> list[Heard]:
        """Each recording of the fold as it is, cut to one window and filled up to the shortest one."""
        rate = self.audio["sampleRate"]
        heard = []
        for recording in load_recordings(table, rate, lambda row: int(row["fold"]) == fold):
            samples = read_audio(table.parent / recording.path, rate)[: self.audio["windowSamples"]]
            samples = np.pad(samples, (0, max(0, self.audio["minSamples"] - len(samples))))
            heard += self.hear(samples[None], [[recording.label]], ["alone"], [recording.path])
        return heard

    def scenes(self, table: Path, fold: int, layouts: dict[str, int], seed: int) -> list[Heard]:
        """Freshly mixed scenes of window length, so many of each layout."""
        rate = self.audio["sampleRate"]
        recordings = load_recordings(table, rate, lambda row: int(row["fold"]) == fold)
        mixer = SceneMixer(recordings, rate, np.random.default_rng(seed))
        seconds = self.audio["windowSamples"] / rate
        drawn = [mixer.compose(seconds, layout) for layout, count in layouts.items() for _ in range(count)]
        heard = []
        for start in range(0, len(drawn), BATCH):
            part = drawn[start : start + BATCH]
            heard += self.hear(
                np.stack([scene.waveform for scene in part]),
                [[event.label for event in scene.events] for scene in part],
                [scene.layout for scene in part],
                [scene.backdrop for scene in part],
            )
        return heard

    def over_threshold(self, heard: Heard) -> set[str]:
        """Labels that count as heard."""
        return {
            item["name"] for item, score in zip(self.items, heard.scores, strict=True) if score >= item["threshold"]
        }

    def top(self, heard: Heard) -> str:
        """The label of the highest score."""
        return self.labels[int(heard.scores.argmax())]


def clip_scores(listener: Listener, heard: list[Heard]) -> dict[str, float]:
    """Single clips: the right sound named in the caption, as the highest label, and found by its prompt."""
    named = np.array([entry.truth[0] in entry.named for entry in heard], float)
    alone = np.array([entry.named == entry.truth for entry in heard], float)
    top = np.array([listener.top(entry) == entry.truth[0] for entry in heard], float)
    highest = np.array([entry.scores.max() for entry in heard])
    confidence = np.array([entry.confidence for entry in heard])
    prompts = listener.bundle.embed_texts([item["prompt"] for item in listener.items])
    cosines = np.stack([entry.embedding for entry in heard]) @ prompts.T
    truth = np.array([[label == entry.truth[0] for label in listener.labels] for entry in heard])
    present = [i for i in range(len(listener.labels)) if truth[:, i].any()]
    low, high = metrics.interval(named)
    label_low, label_high = metrics.interval(top)
    return {
        "singleClips": len(heard),
        "singleClipCaptionAccuracy": named.mean(),
        "singleClipCaptionAccuracyLow": low,
        "singleClipCaptionAccuracyHigh": high,
        "singleClipCaptionNamesNothingElse": alone.mean(),
        "singleClipLabelAccuracy": top.mean(),
        "singleClipLabelAccuracyLow": label_low,
        "singleClipLabelAccuracyHigh": label_high,
        "labelCalibrationError": metrics.calibration_error(highest, top),
        "captionConfidenceRoc": metrics.area_under_roc(confidence, named),
        "promptMeanAveragePrecision": float(
            np.mean([metrics.average_precision(cosines[:, i], truth[:, i]) for i in present])
        ),
    }


def scene_scores(listener: Listener, heard: list[Heard]) -> dict[str, float]:
    """Scenes of two or three sounds: events by label score and by caption, both named, order."""
    truth = [set(entry.truth) for entry in heard]
    precision, recall, f1 = metrics.precision_recall_f1([listener.over_threshold(entry) for entry in heard], truth)
    caption_f1 = metrics.precision_recall_f1([set(entry.named) for entry in heard], truth)[2]
    pairs = [entry for entry in heard if len(entry.truth) == 2]
    both = [entry for entry in pairs if set(entry.truth) <= set(entry.named)]
    ordered = [entry for entry in both if entry.layout == "sequence"]
    right = [told_order(entry) == entry.truth for entry in ordered]
    return {
        "scenes": len(heard),
        "sceneEventPrecision": precision,
        "sceneEventRecall": recall,
        "sceneEventF1": f1,
        "sceneCaptionF1": caption_f1,
        "twoSoundsBothNamed": len(both) / max(len(pairs), 1),
        "sequenceScenesBothNamed": len(ordered),
        "sequenceOrderRight": float(np.mean(right)) if right else 0.0,
    }


def told_order(heard: Heard) -> list[str]:
    """The true labels in the order in which the caption names them; our captions never turn time round."""
    return [name for name in heard.named if name in heard.truth]


def empty_scores(listener: Listener, heard: list[Heard]) -> dict[str, float]:
    """Silence, hum and noise: how often a sound is claimed all the same."""
    return {
        "emptyWindows": len(heard),
        "emptyWindowsCaptionedWithASound": float(np.mean([bool(entry.named) for entry in heard])),
        "emptyWindowsWithALabel": float(np.mean([bool(listener.over_threshold(entry)) for entry in heard])),
    }


def score_bundle(
    folder: Path, table: Path, fold: int, scenes: int, seed: int = 0
) -> tuple[Listener, list[Heard], dict[str, float], list[metrics.Bin]]:
    """All scores, the single clips that they come from, and how far confidences of captions hold.

    So many `scenes` of each layout are mixed.
    """
    listener = Listener(OnnxBundle(folder))
    clips = listener.clips(table, fold)
    mixed = listener.scenes(table, fold, {"together": scenes, "sequence": scenes}, seed)
    empty = listener.scenes(table, fold, {"empty": scenes}, seed)
    scores = clip_scores(listener, clips) | scene_scores(listener, mixed) | empty_scores(listener, empty)
    everything = [*clips, *mixed, *empty]
    confidence = np.array([entry.confidence for entry in everything])
    right = np.array([entry.right for entry in everything], float)
    scores["captionCalibrationError"] = metrics.calibration_error(confidence, right)
    scores["captionRightRoc"] = metrics.area_under_roc(confidence, right)
    curve = metrics.reliability(confidence, right)
    return listener, clips, {name: round(float(value), 4) for name, value in scores.items()}, curve
