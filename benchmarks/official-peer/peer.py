"""Captions clips with EnCLAP's own code, one a line of standard input, and answers each with a line of JSON on standard output.

A question is {"clip": "a.wav", "maxLength": 50}; an answer has the codes, the embedding, every beam's caption and score, and how long it took.
The clip is mono at 48 kHz. NumPy's generator, which draws the windows of clips over 10 s, is seeded anew for each.
"""

import argparse
import contextlib
import json
import sys
import time
from pathlib import Path

import numpy as np
import official
import soundfile
import torch


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--enclap", type=Path, required=True, metavar="DIR", help="checkout of the EnCLAP repository")
    parser.add_argument("--checkpoint", type=Path, required=True, metavar="DIR")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    answers = sys.stdout
    with contextlib.redirect_stdout(sys.stderr):  # the libraries print while they load
        official.use(options.enclap)
        model = official.load(options.checkpoint)
        listen = Listening(model)
    print(json.dumps({"ready": True, "torch": torch.__version__}), file=answers, flush=True)
    for line in sys.stdin:
        question = json.loads(line)
        with contextlib.redirect_stdout(sys.stderr):
            answer = listen(question["clip"], question["maxLength"])
        print(json.dumps(answer), file=answers, flush=True)


class Listening:
    """One clip at a time through `EnClap.infer_from_audio`; what passes between its parts is noted on the way."""

    def __init__(self, model) -> None:
        self.model = model
        self.seen = {}
        self.generate = model.model.generate
        self.infer = model._infer
        model._infer = self._infer
        model.model.generate = self._generate

    def _infer(self, codes, embedding, settings):
        self.seen |= {"codes": codes[0].tolist(), "embedding": embedding[0].tolist(), "heard": time.perf_counter()}
        return self.infer(codes, embedding, settings)

    def _generate(self, **inputs):
        found = self.generate(**inputs, num_return_sequences=inputs["num_beams"], output_scores=True, return_dict_in_generate=True)
        self.seen |= {"tokens": found.sequences.tolist(), "scores": found.sequences_scores.tolist()}
        return found.sequences[:1]

    def __call__(self, clip: str, max_length: int) -> dict:
        samples, rate = soundfile.read(clip, dtype="float32")
        np.random.seed(0)
        settings = self.model.generation_config | {"max_length": max_length}
        began = time.perf_counter()
        with torch.no_grad():
            self.model.infer_from_audio(torch.from_numpy(samples), rate, settings)
        ended = time.perf_counter()
        seen = self.seen
        return {
            "codes": seen["codes"],
            "embedding": seen["embedding"],
            "captions": [caption.strip() for caption in self.model.tokenizer.batch_decode(seen["tokens"], skip_special_tokens=True)],
            "scores": seen["scores"],
            "heardMillis": 1e3 * (seen["heard"] - began),
            "totalMillis": 1e3 * (ended - began),
        }


if __name__ == "__main__":
    main()
