"""Says how long each stage of an imported checkpoint must take on this machine at least, from its arithmetic and the weights it reads.

Peak arithmetic is a large fp32 product's, peak bandwidth a large copy's, both measured here with as many threads. Runs in the
environment of `training`; hold what it prints against `benchmarks/official speed`.
"""

import argparse
import time
from pathlib import Path

import torch
from earwitness_training.export.graphs import graphs
from earwitness_training.official.enclap import OfficialEnClap, Sources
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

SECONDS, STEPS, BEAMS, RATE = 10, 30, 4, 48_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True, metavar="DIR")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--batch", type=int, nargs="+", default=[1, 8])
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    folder = options.checkpoint
    model = OfficialEnClap(Sources(folder / "enclap", folder / "encodec.th", folder / "clap.pt"), SECONDS * RATE, 0)
    flops_a_second, bytes_a_second = arithmetic(), bandwidth()
    print(f"{options.threads} threads: {flops_a_second / 1e9:.0f} GFLOP/s in fp32, {bytes_a_second / 1e9:.1f} GB/s\n")
    floors = "".join(f" at least, batch {batch}, ms a clip |" for batch in options.batch)
    print(f"| stage | GFLOP a clip | weights, MB |{floors}\n|---|---:|---:|{'---:|' * len(options.batch)}")
    for name, (flops, weights, own) in stages(model).items():
        runs = STEPS if name == "decoder" else 1
        row = f"| {name} | {runs * flops / 1e9:.1f} | {weights / 1e6:.0f} |"
        for batch in options.batch:
            seconds = max(flops / flops_a_second, (weights / batch + own) / bytes_a_second)
            row += f" {1e3 * runs * seconds:.0f} |"
        print(row)


@torch.no_grad()
def stages(model: OfficialEnClap) -> dict[str, tuple[float, float, float]]:
    """Of each stage, for one clip and one run: operations, bytes of weights, bytes of what is the clip's own and read anew."""
    waveform = 0.1 * torch.randn(1, SECONDS * RATE)
    codes, embedding = model.encode(waveform)
    made = graphs(model)
    inputs = {"codec": [waveform], "clapAudio": [waveform], "encoder": [codes, embedding]}
    cross = made["encoder"].module(codes, embedding)
    bart = model.config.bart
    past = [torch.zeros(BEAMS, bart.heads, STEPS // 2, bart.head_dim) for _ in cross]
    inputs["decoder"] = [torch.full((BEAMS,), 5), torch.arange(BEAMS), *cross, *past]
    found = {}
    for name, given in inputs.items():
        module = made[name].module
        # oneDNN's LSTM is one operation that nobody counts; without it, it is made of products.
        with torch.backends.mkldnn.flags(enabled=False), FlopCounterMode(display=False) as counted:
            module(*given)
        own = sum(tensor.numel() * 4 for tensor in given if tensor.dim() == 4)
        found[name] = counted.get_total_flops(), weight_bytes(name, model), own
    return found


def weight_bytes(stage: str, model: OfficialEnClap) -> float:
    """Of tables that rows are looked up in nothing is counted, of cross keys and values all with the encoder."""
    captioner = model.captioner
    crossing = [m for name, m in captioner.decoder.named_modules() if name.endswith(("encoder_attn.k_proj", "encoder_attn.v_proj"))]
    parts: dict[str, list[nn.Module]] = {
        "codec": [model.codec],
        "clapAudio": [model.clap_audio],
        "encoder": [captioner.encoder.layers, *crossing],
        "decoder": [captioner.decoder.layers, captioner.decoder.lm_head],
    }
    counted = sum(weight.numel() for part in parts[stage] for weight in part.parameters())
    elsewhere = sum(weight.numel() for part in crossing for weight in part.parameters()) if stage == "decoder" else 0
    return 4 * (counted - elsewhere)


def arithmetic() -> float:
    one, other = torch.randn(2048, 2048), torch.randn(2048, 2048)
    return 2 * 2048**3 / fastest(lambda: one @ other)


def bandwidth() -> float:
    here, there = torch.zeros(1 << 26), torch.zeros(1 << 26)
    return 2 * 4 * (1 << 26) / fastest(lambda: there.copy_(here))


def fastest(run) -> float:
    times = []
    for _ in range(10):
        began = time.perf_counter()
        run()
        times.append(time.perf_counter() - began)
    return min(times)


if __name__ == "__main__":
    main()
