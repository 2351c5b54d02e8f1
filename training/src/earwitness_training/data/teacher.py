"""YAMNet (AudioSet's tagger, a tflite file that the user gives) as a teacher and as a peer."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np

from earwitness_training.data.recordings import STEP_SECONDS, TEACHER_STEPS, Recording

RATE, PATCH, CLASSES = 16000, 15600, 521
HOP = int(TEACHER_STEPS * STEP_SECONDS * RATE)


class Yamnet:
    """Scores of 521 classes for stretches of 0.975 s. Not thread-safe."""

    def __init__(self, model: Path) -> None:
        from ai_edge_litert.interpreter import Interpreter  # only those who teach or compare need it

        if not model.is_file():
            raise FileNotFoundError(f"No such tflite file: {model}")
        self.interpreter = Interpreter(model_path=str(model), num_threads=1)
        self.input = self.interpreter.get_input_details()[0]["index"]
        self.output = self.interpreter.get_output_details()[0]["index"]
        self.interpreter.resize_tensor_input(self.input, [PATCH])
        self.interpreter.allocate_tensors()

    def scores(self, samples: np.ndarray) -> np.ndarray:
        """A row for each 0.4 s of float32[samples] at 16 kHz, from the patch around its middle: float32[rows, 521]."""
        rows = max(1, -(-len(samples) // HOP))
        before = (PATCH - HOP) // 2
        padded = np.pad(samples, (before, rows * HOP - len(samples) + PATCH)).astype(np.float32)
        return np.stack([self._patch(padded[row * HOP : row * HOP + PATCH]) for row in range(rows)])

    def _patch(self, samples: np.ndarray) -> np.ndarray:
        self.interpreter.set_tensor(self.input, samples)
        self.interpreter.invoke()
        return self.interpreter.get_tensor(self.output)[0].copy()


def teach(recordings: list[Recording], model: Path) -> list[Recording]:
    """The recordings with what the teacher says of each."""
    yamnet = Yamnet(model)
    return [
        dataclasses.replace(recording, taught=yamnet.scores(recording.samples).astype(np.float16))
        for recording in recordings
    ]
