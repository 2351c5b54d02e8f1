package io.earwitness.settings.keys;

import io.earwitness.settings.PassThrough;
import io.earwitness.settings.Setting;
import io.earwitness.settings.SettingTypes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Which model captions, on what, and in batches of what size. */
public final class CaptionSettings {
  /** What the graphs run on. */
  public enum Provider {
    /** CUDA where there is a device, otherwise the CPU. */
    AUTO,
    CPU,
    CUDA,
    /** TensorRT for codec, audio tower and encoder, CUDA for what it leaves. */
    TENSORRT
  }

  /** How windows that overlap are encoded. */
  public enum Codec {
    /** Each window on its own, as the published model does. */
    EXACT,
    /** What is new in a window, going on from the feed's window before. */
    STREAMING
  }

  public static final Setting<Path> BUNDLE =
      Setting.withoutDefault(
          "caption.bundle",
          SettingTypes.PATH,
          "Folder of the model bundle; without it, the bundle that comes along.");
  public static final Setting<Provider> EXECUTION_PROVIDER =
      Setting.of(
          "caption.execution-provider",
          SettingTypes.oneOf(Provider.class),
          Provider.AUTO,
          "What the model runs on; `auto` takes CUDA where there is a device, `tensorrt` is CUDA with"
              + " TensorRT for codec, audio tower and encoder.");
  public static final Setting<Codec> CODEC =
      Setting.of(
          "caption.codec",
          SettingTypes.oneOf(Codec.class),
          Codec.EXACT,
          "`exact` encodes each window on its own; `streaming` encodes each sample once, where a"
              + " bundle's codec can: windows that overlap share codes.");
  public static final Setting<Integer> CUDA_DEVICE =
      Setting.between(
          0,
          63,
          Setting.of(
              "caption.cuda.device",
              SettingTypes.INT,
              0,
              "The GPU's index, where Flink's external resources assign none."));
  public static final Setting<Long> CUDA_MEMORY_LIMIT =
      Setting.between(
          0L,
          1L << 40,
          Setting.of(
              "caption.cuda.memory-limit",
              SettingTypes.BYTES,
              0L,
              "Most GPU memory that each graph's arena takes; 0 for no limit."));
  public static final PassThrough CUDA_OPTIONS =
      new PassThrough(
          "caption.cuda.options",
          "Handed to ONNX Runtime's CUDA provider under its own names, such as"
              + " `arena_extend_strategy` or `cudnn_conv_algo_search`.");
  public static final PassThrough TENSORRT_OPTIONS =
      new PassThrough(
          "caption.tensorrt.options",
          "Handed to ONNX Runtime's TensorRT provider under its own names, such as"
              + " `trt_engine_cache_enable` and `trt_engine_cache_path`.");
  public static final Setting<Integer> THREADS =
      Setting.between(
          0,
          1024,
          Setting.of(
              "caption.threads",
              SettingTypes.INT,
              0,
              "CPU threads for the model; 0 takes one for each core."));
  public static final Setting<Integer> BATCH_SIZE =
      Setting.between(
          1,
          256,
          Setting.of(
              "caption.batch.size",
              SettingTypes.INT,
              8,
              "Most windows that are captioned at once."));
  public static final Setting<Duration> BATCH_WAIT =
      Setting.between(
          Duration.ZERO,
          Duration.ofSeconds(10),
          Setting.of(
              "caption.batch.wait",
              SettingTypes.DURATION,
              Duration.ofMillis(20),
              "How long a window waits for others to share its batch."));
  public static final Setting<Integer> CAPACITY =
      Setting.between(
          1,
          10_000,
          Setting.of(
              "caption.capacity",
              SettingTypes.INT,
              32,
              "Most windows under way in each caption subtask; more make the source wait."));
  public static final Setting<Long> QUEUE_BYTES =
      Setting.between(
          1L << 20,
          64L << 30,
          Setting.of(
              "caption.queue.bytes",
              SettingTypes.BYTES,
              128L << 20,
              "Most sound, decoded, that waits for the model in each process."));
  public static final Setting<Duration> TIMEOUT =
      Setting.between(
          Duration.ofMillis(100),
          Duration.ofHours(1),
          Setting.of(
              "caption.timeout",
              SettingTypes.DURATION,
              Duration.ofMinutes(1),
              "A window without a caption after so long becomes a dead letter."));

  public static final Setting<Double> SHARE =
      Setting.between(
          0.0,
          1.0,
          Setting.of(
              "caption.share",
              SettingTypes.NUMBER,
              1.0,
              "Share of the windows that are captioned, the same ones each time; below 1 only with `job.run`."));

  static final List<Setting<?>> ALL =
      List.of(
          BUNDLE,
          EXECUTION_PROVIDER,
          CODEC,
          CUDA_DEVICE,
          CUDA_MEMORY_LIMIT,
          THREADS,
          BATCH_SIZE,
          BATCH_WAIT,
          CAPACITY,
          QUEUE_BYTES,
          TIMEOUT,
          SHARE);

  private CaptionSettings() {}
}
