package io.earwitness.settings.keys;

import io.earwitness.settings.Setting;
import io.earwitness.settings.SettingTypes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** How the Kafka Streams application runs and how much it remembers. */
public final class TopologySettings {
  public static final Setting<String> NAME =
      Setting.of(
              "topology.name",
              SettingTypes.TEXT,
              "earwitness-topology",
              "The application's name, its consumer group and the begin of its internal topics.")
          .where(
              "at most 100 letters, digits, dashes and underscores",
              text -> text.matches("[A-Za-z0-9_-]{1,100}"));
  public static final Setting<Path> STATE_FOLDER =
      Setting.of(
          "topology.state-folder",
          SettingTypes.PATH,
          Path.of("earwitness-data", "topology"),
          "Where the stores lie; they can be rebuilt from Kafka.");
  public static final Setting<Long> STATE_MEMORY =
      Setting.between(
          16L << 20,
          64L << 30,
          Setting.of(
              "topology.state-memory",
              SettingTypes.BYTES,
              128L << 20,
              "What all stores together keep in memory, outside the Java heap."));
  public static final Setting<Integer> THREADS =
      Setting.between(
          1,
          256,
          Setting.of(
              "topology.threads", SettingTypes.INT, 1, "Threads that share the partitions."));
  public static final Setting<Duration> TIMELINE_RETENTION =
      Setting.between(
          Duration.ofMinutes(1),
          Duration.ofDays(3650),
          Setting.of(
              "topology.timeline-retention",
              SettingTypes.DURATION,
              Duration.ofDays(7),
              "Captions older than this, by their own feed's clock, leave the timeline."));
  public static final Setting<Duration> START_PATIENCE =
      Setting.between(
          Duration.ofSeconds(1),
          Duration.ofHours(1),
          Setting.of(
              "topology.start-patience",
              SettingTypes.DURATION,
              Duration.ofMinutes(2),
              "How long the start may take, the rebuilding of lost stores included."));

  public static final Setting<Integer> STANDBY_REPLICAS =
      Setting.between(
          0,
          10,
          Setting.of(
              "topology.standby-replicas",
              SettingTypes.INT,
              0,
              "Further instances that keep each store warm, so that a lost one is missed for seconds."));

  static final List<Setting<?>> ALL =
      List.of(
          NAME,
          STATE_FOLDER,
          STATE_MEMORY,
          THREADS,
          TIMELINE_RETENTION,
          START_PATIENCE,
          STANDBY_REPLICAS);

  private TopologySettings() {}
}
