package io.earwitness.settings.keys;

import io.earwitness.settings.Setting;
import io.earwitness.settings.SettingTypes;
import java.util.List;

/** What the topics are called, and whether to create them. */
public final class TopicSettings {
  public static final Setting<String> CHUNKS =
      topic("topics.chunks", "audio.chunks", "Audio chunks: the job's input.");
  public static final Setting<String> CAPTIONS =
      topic("topics.captions", "audio.captions", "Captions: the job's output.");
  public static final Setting<String> FEED_EVENTS =
      topic("topics.feed-events", "audio.feed-events", "Gaps, lateness, sessions and the like.");
  public static final Setting<String> DEAD_LETTERS =
      topic("topics.dead-letters", "audio.dead-letters", "Records that could not be used, whole.");
  public static final Setting<String> SOUND_EVENTS =
      topic("topics.sound-events", "audio.sound-events", "Sounds that began and ended.");
  public static final Setting<String> ALERTS =
      topic("topics.alerts", "audio.alerts", "Alerts, firing and resolved.");
  public static final Setting<String> ALERT_RULES =
      topic("topics.alert-rules", "audio.alert-rules", "Alert rules, edited by people.");
  public static final Setting<String> ALERT_SIGHTINGS =
      topic(
          "topics.alert-sightings",
          "audio.alert-sightings",
          "Between the parts of the Kafka Streams application: what rules found on feeds of"
              + " groups.");
  public static final Setting<Boolean> CREATE =
      Setting.of(
          "topics.create",
          SettingTypes.BOOLEAN,
          false,
          "Create topics that are not there; otherwise a missing one stops the start.");
  public static final Setting<Integer> PARTITIONS =
      Setting.between(
          1,
          10_000,
          Setting.of(
              "topics.partitions", SettingTypes.INT, 4, "Partitions of topics that are created."));
  public static final Setting<Integer> REPLICATION =
      Setting.between(
          1,
          100,
          Setting.of(
              "topics.replication", SettingTypes.INT, 1, "Replicas of topics that are created."));

  static final List<Setting<?>> ALL =
      List.of(
          CHUNKS,
          CAPTIONS,
          FEED_EVENTS,
          DEAD_LETTERS,
          SOUND_EVENTS,
          ALERTS,
          ALERT_RULES,
          ALERT_SIGHTINGS,
          CREATE,
          PARTITIONS,
          REPLICATION);

  private TopicSettings() {}

  private static Setting<String> topic(String key, String name, String sentence) {
    return Setting.of(key, SettingTypes.TEXT, name, sentence)
        .where(
            "at most 249 letters, digits, dots, dashes and underscores",
            text -> text.matches("[A-Za-z0-9._-]{1,249}") && !text.matches("\\.{1,2}"));
  }
}
