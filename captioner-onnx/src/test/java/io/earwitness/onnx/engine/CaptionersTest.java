package io.earwitness.onnx.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earwitness.captioner.caption.Captioning;
import io.earwitness.captioner.caption.CaptioningException;
import io.earwitness.onnx.bundle.BundleException;
import io.earwitness.onnx.bundle.BundleSource;
import io.earwitness.onnx.bundle.TinyBundle;
import io.earwitness.onnx.runtime.RuntimeOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptionersTest {
  private static final EngineOptions OPTIONS =
      EngineOptions.defaults().withRuntime(RuntimeOptions.cpu(1)).withBatch(2, Duration.ofHours(1));

  @Test
  void holdersOfOneConfigurationShareAnEngine() {
    RecordedEvents first = new RecordedEvents();
    RecordedEvents second = new RecordedEvents();
    try (SharedCaptioner one = acquire(OPTIONS, first);
        SharedCaptioner other = acquire(OPTIONS, second)) {
      CompletableFuture<Captioning> half = one.caption(Windows.sound("a", 1));
      CompletableFuture<Captioning> rest = other.caption(Windows.sound("b", 2));

      assertThat(half.join().batchSize()).isEqualTo(2);
      assertThat(rest.join().batchSize()).isEqualTo(2);
      assertThat(first.of("batchRan")).containsExactly("2 windows");
      assertThat(second.of("batchRan")).containsExactly("2 windows");
    }
  }

  @Test
  void otherOptionsMeanAnotherEngine() {
    try (SharedCaptioner one = acquire(OPTIONS, EngineListener.NONE);
        SharedCaptioner other = acquire(OPTIONS.withBatch(1, Duration.ZERO), EngineListener.NONE)) {
      CompletableFuture<Captioning> waits = one.caption(Windows.sound("a", 1));

      assertThat(other.caption(Windows.sound("b", 2)).join().batchSize()).isEqualTo(1);
      assertThat(waits).isNotDone();
    }
  }

  @Test
  void theEngineLivesAsLongAsItsLastHolder() {
    SharedCaptioner one = acquire(OPTIONS, EngineListener.NONE);
    SharedCaptioner other = acquire(OPTIONS, EngineListener.NONE);
    CompletableFuture<Captioning> queued = other.caption(Windows.sound("a", 1));

    one.close();
    one.close();
    assertThat(queued).isNotDone();
    requireClosed(one.caption(Windows.sound("a", 2)));

    other.close();
    requireClosed(queued);
    try (SharedCaptioner anew = acquire(OPTIONS, EngineListener.NONE)) {
      CompletableFuture<Captioning> half = anew.caption(Windows.sound("a", 3));
      assertThat(anew.caption(Windows.sound("b", 4)).join()).isNotNull();
      assertThat(half.join()).isNotNull();
    }
  }

  @Test
  void aFailedLoadLeavesNothingBehind(@TempDir Path empty) {
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> Captioners.acquire(empty, OPTIONS, EngineListener.NONE))
          .isInstanceOf(BundleException.class)
          .hasMessageEndingWith("bundle.json is missing");
    }
  }

  private static SharedCaptioner acquire(EngineOptions options, EngineListener listener) {
    return Captioners.acquire(BundleSource.folder(TinyBundle.folder()), options, listener);
  }

  private static void requireClosed(CompletableFuture<Captioning> future) {
    assertThatThrownBy(future::join)
        .cause()
        .isInstanceOfSatisfying(
            CaptioningException.class,
            e -> assertThat(e.reason()).isEqualTo(CaptioningException.Reason.CLOSED));
  }
}
