package io.earwitness.onnx.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.earwitness.captioner.caption.Captioning;
import io.earwitness.onnx.bundle.Bundle;
import io.earwitness.onnx.bundle.TinyBundle;
import io.earwitness.onnx.runtime.ModelSessions;
import io.earwitness.onnx.runtime.OrtSessionOpener;
import io.earwitness.onnx.runtime.RuntimeOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The process' resident memory stays flat, whatever batches run and fail. */
class NativeMemoryIT {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int FEEDS = 8;
  private static final EngineOptions OPTIONS =
      EngineOptions.defaults()
          .withRuntime(RuntimeOptions.cpu(1))
          .withBatch(FEEDS, Duration.ofMillis(1));

  @BeforeEach
  void needLinux() {
    assumeThat(STATUS).exists();
  }

  @Test
  void isFlatOverHundredsOfWindows() throws IOException {
    requireFlat(/* warmUpRounds= */ 40, /* rounds= */ 60, /* mostMebibytes= */ 24);
  }

  @Test
  @Tag("soak")
  void isFlatOverThousandsOfWindows() throws IOException {
    requireFlat(/* warmUpRounds= */ 200, /* rounds= */ 1_500, /* mostMebibytes= */ 32);
  }

  /** Sessions of the tiny bundle that nobody closed would be more than 4 MiB each time. */
  @Test
  void isFlatOverFreshSessions() throws IOException {
    openAndClose(5);
    long before = residentMebibytes();
    openAndClose(20);
    assertThat(residentMebibytes() - before).isLessThan(40);
  }

  private static void requireFlat(int warmUpRounds, int rounds, int mostMebibytes)
      throws IOException {
    try (OnnxCaptioner captioner = load()) {
      for (int round = 0; round < warmUpRounds; round++) {
        captionRound(captioner, round);
      }
      long before = residentMebibytes();
      for (int round = 0; round < rounds; round++) {
        captionRound(captioner, round);
      }
      assertThat(residentMebibytes() - before).isLessThan(mostMebibytes);
    }
  }

  /** Batches of several sizes, lengths and caption lengths. */
  private static void captionRound(OnnxCaptioner captioner, int round) {
    List<CompletableFuture<Captioning>> futures = new ArrayList<>();
    int windows = 1 + round % FEEDS;
    for (int i = 0; i < windows; i++) {
      int samples = Windows.SAMPLES * (1 + (round + i) % 3);
      futures.add(captioner.caption(Windows.sound("feed" + i, round * FEEDS + i, samples)));
    }
    futures.forEach(CompletableFuture::join);
  }

  private static void openAndClose(int times) {
    RuntimeOptions runtime = OPTIONS.runtime();
    Bundle bundle = TinyBundle.load();
    for (int i = 0; i < times; i++) {
      ModelSessions.open(bundle, runtime, new OrtSessionOpener(runtime)).close();
    }
  }

  private static OnnxCaptioner load() {
    return OnnxCaptioner.load(TinyBundle.load(), OPTIONS, EngineListener.NONE);
  }

  /** What the process holds in memory, once the Java heap has given up its garbage. */
  private static long residentMebibytes() throws IOException {
    System.gc();
    String resident =
        Files.readAllLines(STATUS).stream()
            .filter(line -> line.startsWith("VmRSS:"))
            .findFirst()
            .orElseThrow();
    return Long.parseLong(resident.replaceAll("\\D", "")) / 1024;
  }
}
