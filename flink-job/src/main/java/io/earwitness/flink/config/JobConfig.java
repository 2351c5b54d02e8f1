package io.earwitness.flink.config;

import static io.earwitness.settings.keys.WindowSettings.HOP;
import static io.earwitness.settings.keys.WindowSettings.LENGTH;

import io.earwitness.captioner.compare.WindowSample;
import io.earwitness.captioner.overload.OverloadLimits;
import io.earwitness.captioner.overload.OverloadStep;
import io.earwitness.flink.caption.CaptionPolicy;
import io.earwitness.flink.read.FeedChoice;
import io.earwitness.flink.read.ReadRange;
import io.earwitness.flink.window.WindowPolicy;
import io.earwitness.flink.write.EventSinks;
import io.earwitness.settings.Setting;
import io.earwitness.settings.Settings;
import io.earwitness.settings.SettingsException;
import io.earwitness.settings.keys.CaptionSettings;
import io.earwitness.settings.keys.JobSettings;
import io.earwitness.settings.keys.OverloadSettings;
import io.earwitness.settings.keys.TopicSettings;
import io.earwitness.settings.keys.WindowSettings;
import io.earwitness.wire.KafkaConnection;
import io.earwitness.wire.RegistryConnection;
import io.earwitness.wire.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.apache.flink.connector.base.DeliveryGuarantee;

/**
 * All that the job needs to know, checked. Immutable.
 *
 * @param name of the job, its consumer group and the begin of its transactional ids
 * @param createTopics whether missing topics are created at the start
 * @param range of past time that is captioned; endless for a live job
 * @param feeds that are read
 * @param largestChunkBytes chunks with a larger payload are refused
 */
public record JobConfig(
    String name,
    KafkaConnection kafka,
    RegistryConnection registry,
    Topics topics,
    boolean createTopics,
    JobSettings.Start start,
    ReadRange range,
    FeedChoice feeds,
    int largestChunkBytes,
    WindowPolicy window,
    CaptionPolicy caption,
    EngineChoice engine,
    JobSettings.Delivery delivery,
    Duration transactionTimeout,
    CheckpointPolicy checkpoints,
    int parallelism,
    int maxParallelism) {

  /** Keeps room in a dead letter's record for everything but the original value. */
  private static final int DEAD_LETTER_BYTES = Topics.MOST_CHUNK_BYTES;

  /** While one batch runs, the next one fills. */
  private static final int BATCHES_HANDED_OVER = 2;

  /** A window may wait for the batch before its own, and its own may be tried again. */
  private static final int ATTEMPTS_BEFORE_DEADLINE = 4;

  /**
   * The configuration that the settings describe.
   *
   * @throws SettingsException if something is missing or does not go together
   */
  public static JobConfig of(Settings settings) {
    if (settings.get(HOP).compareTo(settings.get(LENGTH)) > 0) {
      throw new SettingsException(
          "%s is longer than %s, which would leave sound between windows."
              .formatted(HOP.key(), LENGTH.key()));
    }
    if (settings.get(JobSettings.PARALLELISM) > settings.get(JobSettings.MAX_PARALLELISM)) {
      throw new SettingsException(
          "%s is above %s."
              .formatted(JobSettings.PARALLELISM.key(), JobSettings.MAX_PARALLELISM.key()));
    }
    if (settings.get(CaptionSettings.SHARE) < 1 && !settings.isSet(JobSettings.RUN)) {
      throw new SettingsException(
          "%s is below 1, which leaves windows of the live job out: it is for a run beside it, see %s."
              .formatted(CaptionSettings.SHARE.key(), JobSettings.RUN.key()));
    }
    requireRun(settings, JobSettings.FROM, JobSettings.TO, JobSettings.FEEDS);
    Topics topics = Topics.of(settings);
    ReadRange range = range(settings);
    return new JobConfig(
        settings.get(JobSettings.NAME)
            + settings.find(JobSettings.RUN).map(run -> "-" + run).orElse(""),
        KafkaConnection.of(settings),
        RegistryConnection.of(settings),
        topics,
        settings.get(TopicSettings.CREATE),
        settings.get(JobSettings.START),
        range,
        feeds(settings),
        Math.toIntExact(settings.get(WindowSettings.LARGEST_CHUNK)),
        window(settings, topics, range),
        caption(settings, range),
        engine(settings),
        settings.get(JobSettings.DELIVERY),
        settings.get(JobSettings.TRANSACTION_TIMEOUT),
        checkpoints(settings),
        settings.get(JobSettings.PARALLELISM),
        settings.get(JobSettings.MAX_PARALLELISM));
  }

  /** What is not for the live job is refused without the name of a run beside it. */
  private static void requireRun(Settings settings, Setting<?>... onlyWithIt) {
    for (Setting<?> setting : onlyWithIt) {
      if (settings.isSet(setting) && !settings.isSet(JobSettings.RUN)) {
        throw new SettingsException(
            "%s is for a run beside the live job: give it a name, see %s."
                .formatted(setting.key(), JobSettings.RUN.key()));
      }
    }
  }

  private static ReadRange range(Settings settings) {
    if (settings.isSet(JobSettings.FROM) != settings.isSet(JobSettings.TO)) {
      throw new SettingsException(
          "%s and %s go together: a range has both ends."
              .formatted(JobSettings.FROM.key(), JobSettings.TO.key()));
    }
    if (!settings.isSet(JobSettings.FROM)) {
      return ReadRange.ENDLESS;
    }
    Instant from = settings.get(JobSettings.FROM);
    Instant to = settings.get(JobSettings.TO);
    if (!from.isBefore(to)) {
      throw new SettingsException(
          "%s is %s, which is not before %s, %s."
              .formatted(JobSettings.FROM.key(), from, JobSettings.TO.key(), to));
    }
    Duration idle = settings.get(WindowSettings.IDLE_TIMEOUT);
    Duration window = settings.get(LENGTH).plus(settings.get(WindowSettings.REORDER_TOLERANCE));
    return new ReadRange(from, to, window.plus(idle), idle);
  }

  private static FeedChoice feeds(Settings settings) {
    try {
      return new FeedChoice(settings.find(JobSettings.FEEDS).orElse(List.of()));
    } catch (IllegalArgumentException e) {
      throw new SettingsException(
          "%s has a name that %s.".formatted(JobSettings.FEEDS.key(), e.getMessage()));
    }
  }

  private static WindowPolicy window(Settings settings, Topics topics, ReadRange range) {
    return new WindowPolicy(
        topics.chunks().name(),
        settings.get(LENGTH),
        settings.get(HOP),
        settings.get(WindowSettings.REORDER_TOLERANCE),
        settings.get(WindowSettings.IDLE_TIMEOUT),
        DEAD_LETTER_BYTES,
        range);
  }

  private static CaptionPolicy caption(Settings settings, ReadRange range) {
    return new CaptionPolicy(
        settings.get(CaptionSettings.CAPACITY),
        BATCHES_HANDED_OVER * settings.get(CaptionSettings.BATCH_SIZE),
        settings.get(CaptionSettings.QUEUE_BYTES),
        settings.get(CaptionSettings.TIMEOUT).multipliedBy(ATTEMPTS_BEFORE_DEADLINE),
        settings.get(CaptionSettings.CODEC) == CaptionSettings.Codec.STREAMING,
        // Whoever captions the past is not late.
        range.ends() ? OverloadLimits.OFF : overload(settings),
        new WindowSample(settings.get(CaptionSettings.SHARE)),
        range);
  }

  private static OverloadLimits overload(Settings settings) {
    OverloadStep furthest =
        switch (settings.get(OverloadSettings.POLICY)) {
          case OFF -> OverloadStep.NONE;
          case FEWER_BEAMS -> OverloadStep.FEWER_BEAMS;
          case SKIP_AHEAD -> OverloadStep.SKIP_AHEAD;
        };
    try {
      return new OverloadLimits(
          furthest,
          settings.get(OverloadSettings.LAG),
          settings.find(OverloadSettings.HIGH_PRIORITY).orElse(List.of()));
    } catch (IllegalArgumentException e) {
      throw new SettingsException(
          "%s has a name that %s.".formatted(OverloadSettings.HIGH_PRIORITY.key(), e.getMessage()));
    }
  }

  private static EngineChoice engine(Settings settings) {
    return new EngineChoice(
        settings.find(CaptionSettings.BUNDLE).map(Path::toString).orElse(null),
        settings.get(CaptionSettings.EXECUTION_PROVIDER),
        settings.get(CaptionSettings.CODEC),
        new EngineChoice.Cuda(
            settings.get(CaptionSettings.CUDA_DEVICE),
            settings.get(CaptionSettings.CUDA_MEMORY_LIMIT),
            new TreeMap<>(settings.get(CaptionSettings.CUDA_OPTIONS)),
            new TreeMap<>(settings.get(CaptionSettings.TENSORRT_OPTIONS))),
        settings.get(CaptionSettings.THREADS),
        settings.get(CaptionSettings.BATCH_SIZE),
        settings.get(CaptionSettings.BATCH_WAIT),
        settings.get(CaptionSettings.QUEUE_BYTES),
        settings.get(CaptionSettings.TIMEOUT));
  }

  private static CheckpointPolicy checkpoints(Settings settings) {
    return new CheckpointPolicy(
        settings.get(JobSettings.CHECKPOINT_INTERVAL),
        settings.get(JobSettings.CHECKPOINT_TIMEOUT),
        settings.find(JobSettings.CHECKPOINT_FOLDER));
  }

  public boolean isExactlyOnce() {
    return delivery == JobSettings.Delivery.EXACTLY_ONCE;
  }

  /** Sinks that hold to the delivery that was asked for. */
  public EventSinks sinks() {
    DeliveryGuarantee guarantee =
        isExactlyOnce() ? DeliveryGuarantee.EXACTLY_ONCE : DeliveryGuarantee.AT_LEAST_ONCE;
    return new EventSinks(kafka, guarantee, name, transactionTimeout);
  }

  public int deadLetterBytes() {
    return DEAD_LETTER_BYTES;
  }
}
