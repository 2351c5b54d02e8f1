package io.earwitness.wire;

import static io.earwitness.settings.keys.TopicSettings.PARTITIONS;
import static io.earwitness.settings.keys.TopicSettings.REPLICATION;
import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_COMPACT;
import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MAX_MESSAGE_BYTES_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.RETENTION_MS_CONFIG;

import io.earwitness.settings.Settings;
import io.earwitness.settings.keys.JobSettings;
import io.earwitness.settings.keys.TopicSettings;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The topics that events travel on. All but the rules are keyed by feed. */
public record Topics(
    TopicDefinition chunks,
    TopicDefinition captions,
    TopicDefinition feedEvents,
    TopicDefinition soundEvents,
    TopicDefinition alerts,
    TopicDefinition alertRules,
    TopicDefinition alertSightings,
    TopicDefinition deadLetters)
    implements Serializable {

  /** Room for a second of 32-bit samples in eight channels at 192 kHz. */
  public static final int MOST_CHUNK_BYTES = 8 << 20;

  /** A dead letter holds a chunk, and some more. Whoever writes one needs requests of this size. */
  public static final int MOST_DEAD_LETTER_BYTES = MOST_CHUNK_BYTES + (64 << 10);

  private static final Duration KEEP_AUDIO = Duration.ofDays(1);
  private static final Duration KEEP_EVENTS = Duration.ofDays(30);
  private static final Duration KEEP_SIGHTINGS = Duration.ofDays(1);
  private static final Duration KEEP_DEAD_LETTERS = Duration.ofDays(14);

  /**
   * The topics under the names that the settings give them; what a run beside the live job writes
   * ends with the run's name.
   */
  public static Topics of(Settings settings) {
    int partitions = settings.get(PARTITIONS);
    int replication = settings.get(REPLICATION);
    String run = settings.find(JobSettings.RUN).map(name -> "." + name).orElse("");
    return new Topics(
        new TopicDefinition(
            settings.get(TopicSettings.CHUNKS), partitions, replication, chunkConfig()),
        new TopicDefinition(
            settings.get(TopicSettings.CAPTIONS) + run, partitions, replication, keep(KEEP_EVENTS)),
        new TopicDefinition(
            settings.get(TopicSettings.FEED_EVENTS) + run,
            partitions,
            replication,
            keep(KEEP_EVENTS)),
        new TopicDefinition(
            settings.get(TopicSettings.SOUND_EVENTS), partitions, replication, keep(KEEP_EVENTS)),
        new TopicDefinition(
            settings.get(TopicSettings.ALERTS), partitions, replication, keep(KEEP_EVENTS)),
        new TopicDefinition(
            settings.get(TopicSettings.ALERT_RULES),
            1, // every instance reads all rules
            replication,
            Map.of(CLEANUP_POLICY_CONFIG, CLEANUP_POLICY_COMPACT)),
        new TopicDefinition(
            settings.get(TopicSettings.ALERT_SIGHTINGS),
            partitions,
            replication,
            keep(KEEP_SIGHTINGS)),
        new TopicDefinition(
            settings.get(TopicSettings.DEAD_LETTERS) + run,
            partitions,
            replication,
            deadLetterConfig()));
  }

  public List<TopicDefinition> all() {
    return List.of(
        chunks, captions, feedEvents, soundEvents, alerts, alertRules, alertSightings, deadLetters);
  }

  /**
   * The broker stamps chunks as it appends them: by that clock the job knows whether it is behind,
   * and a recording of long ago is not deleted as soon as it is played.
   */
  private static Map<String, String> chunkConfig() {
    return Map.of(
        MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime",
        MAX_MESSAGE_BYTES_CONFIG, Integer.toString(MOST_CHUNK_BYTES),
        RETENTION_MS_CONFIG, Long.toString(KEEP_AUDIO.toMillis()));
  }

  private static Map<String, String> deadLetterConfig() {
    return Map.of(
        MAX_MESSAGE_BYTES_CONFIG, Integer.toString(MOST_DEAD_LETTER_BYTES),
        RETENTION_MS_CONFIG, Long.toString(KEEP_DEAD_LETTERS.toMillis()));
  }

  private static Map<String, String> keep(Duration retention) {
    return Map.of(RETENTION_MS_CONFIG, Long.toString(retention.toMillis()));
  }
}
