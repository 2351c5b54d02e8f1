package io.earwitness.settings.keys;

import io.earwitness.settings.Setting;
import io.earwitness.settings.SettingTypes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** How the Flink job runs and what it guarantees. */
public final class JobSettings {
  /** What a reader of the job's topics may rely on. */
  public enum Delivery {
    /**
     * A read_committed reader sees each event once; it becomes visible with the next checkpoint.
     */
    EXACTLY_ONCE,
    /** Events are visible at once; after a failure some come again, with the same ids. */
    AT_LEAST_ONCE
  }

  /** Where a job without a checkpoint begins to read. */
  public enum Start {
    EARLIEST,
    LATEST
  }

  public static final Setting<String> NAME =
      Setting.of(
              "job.name",
              SettingTypes.TEXT,
              "earwitness",
              "The job's name, its consumer group and the begin of its transactional ids.")
          .where(
              "at most 100 letters, digits, dashes and underscores",
              text -> text.matches("[A-Za-z0-9_-]{1,100}"));
  public static final Setting<String> RUN =
      Setting.withoutDefault(
              "job.run",
              SettingTypes.TEXT,
              "A run beside the live job, such as `shadow`: ends the job's name and the names of the topics that the job writes.")
          .where(
              "at most 40 letters, digits, dashes and underscores",
              text -> text.matches("[A-Za-z0-9_-]{1,40}"));
  public static final Setting<Delivery> DELIVERY =
      Setting.of(
          "job.delivery",
          SettingTypes.oneOf(Delivery.class),
          Delivery.EXACTLY_ONCE,
          "`exactly-once` writes in Kafka transactions; `at-least-once` is faster and may repeat.");
  public static final Setting<Start> START =
      Setting.of(
          "job.start",
          SettingTypes.oneOf(Start.class),
          Start.EARLIEST,
          "Where a job without a checkpoint begins to read.");
  public static final Setting<Instant> FROM =
      Setting.withoutDefault(
          "job.from",
          SettingTypes.INSTANT,
          "With `job.to`: captions again what was appended to `topics.chunks` from this moment on, and ends; only with `job.run`.");
  public static final Setting<Instant> TO =
      Setting.withoutDefault(
          "job.to",
          SettingTypes.INSTANT,
          "With `job.from`: captions what was appended before this moment.");
  public static final Setting<List<String>> FEEDS =
      Setting.withoutDefault(
          "job.feeds",
          SettingTypes.listOf(SettingTypes.TEXT),
          "Feeds that a run beside the live job reads, by name or with `*`; without it, all. Only with `job.run`.");
  public static final Setting<Integer> PARALLELISM =
      Setting.between(
          1,
          1024,
          Setting.of(
              "job.parallelism", SettingTypes.INT, 1, "Subtasks of each of the job's parts."));
  public static final Setting<Integer> MAX_PARALLELISM =
      Setting.between(
          1,
          32_768,
          Setting.of(
              "job.max-parallelism",
              SettingTypes.INT,
              128,
              "Key groups of the state: a later parallelism can't exceed it, and it can't change."));
  public static final Setting<Duration> TRANSACTION_TIMEOUT =
      Setting.between(
          Duration.ofSeconds(1),
          Duration.ofDays(7),
          Setting.of(
              "job.transaction.timeout",
              SettingTypes.DURATION,
              Duration.ofMinutes(10),
              "The broker gives up a transaction after so long; at most its `transaction.max.timeout.ms`."));
  public static final Setting<Duration> CHECKPOINT_INTERVAL =
      Setting.between(
          Duration.ofMillis(10),
          Duration.ofHours(1),
          Setting.of(
              "job.checkpoint.interval",
              SettingTypes.DURATION,
              Duration.ofSeconds(1),
              "Pause between checkpoints; with `exactly-once`, captions become visible at each."));
  public static final Setting<Duration> CHECKPOINT_TIMEOUT =
      Setting.between(
          Duration.ofSeconds(1),
          Duration.ofHours(6),
          Setting.of(
              "job.checkpoint.timeout",
              SettingTypes.DURATION,
              Duration.ofMinutes(5),
              "A checkpoint that takes longer is given up."));
  public static final Setting<String> CHECKPOINT_FOLDER =
      Setting.withoutDefault(
          "job.checkpoint.folder",
          SettingTypes.TEXT,
          "Where checkpoints lie, as a path or an address that Flink can write to; without it, where Flink's own settings say.");

  static final List<Setting<?>> ALL =
      List.of(
          NAME,
          RUN,
          DELIVERY,
          START,
          FROM,
          TO,
          FEEDS,
          PARALLELISM,
          MAX_PARALLELISM,
          TRANSACTION_TIMEOUT,
          CHECKPOINT_INTERVAL,
          CHECKPOINT_TIMEOUT,
          CHECKPOINT_FOLDER);

  private JobSettings() {}
}
