package io.earwitness.topology;

import io.earwitness.captioner.alert.AlertSettings;
import io.earwitness.captioner.health.HealthSettings;
import io.earwitness.captioner.rule.FeedLabels;
import io.earwitness.captioner.sound.Hysteresis;
import io.earwitness.captioner.sound.SoundEventSettings;
import io.earwitness.settings.Settings;
import io.earwitness.settings.SettingsException;
import io.earwitness.settings.keys.AlertingSettings;
import io.earwitness.settings.keys.SoundSettings;
import io.earwitness.settings.keys.TopicSettings;
import io.earwitness.settings.keys.TopologySettings;
import io.earwitness.settings.keys.WindowSettings;
import io.earwitness.topology.notify.NotifyConfig;
import io.earwitness.topology.query.QueriesConfig;
import io.earwitness.wire.KafkaConnection;
import io.earwitness.wire.RegistryConnection;
import io.earwitness.wire.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * All that the application needs to know, checked. Immutable.
 *
 * @param name of the application, its consumer group and the begin of its internal topics
 * @param createTopics whether missing topics are created at the start
 * @param stateFolder where the stores lie
 * @param storeMemory bytes that the stores share outside the Java heap
 * @param standbyReplicas further instances that keep each store warm
 * @param retention how long a caption stays in its feed's timeline, by the feed's own clock
 * @param sounds what makes a sound event
 * @param alerts what holds for the alerts of all rules
 * @param groupLateness how long after its begin a window's caption may arrive: so long an incident
 *     of a group waits for the other feeds
 * @param health when a feed is not well
 * @param labels of the feeds
 * @param targets to which systems alerts are told
 * @param queries how queries are answered, if they are
 * @param startPatience how long the start may take
 */
public record TopologyConfig(
    String name,
    KafkaConnection kafka,
    RegistryConnection registry,
    Topics topics,
    boolean createTopics,
    Path stateFolder,
    long storeMemory,
    int threads,
    int standbyReplicas,
    Duration retention,
    SoundEventSettings sounds,
    AlertSettings alerts,
    Duration groupLateness,
    HealthSettings health,
    FeedLabels labels,
    NotifyConfig targets,
    Optional<QueriesConfig> queries,
    Duration startPatience) {

  /** The configuration that the settings describe. */
  public static TopologyConfig of(Settings settings) {
    return new TopologyConfig(
        settings.get(TopologySettings.NAME),
        KafkaConnection.of(settings),
        RegistryConnection.of(settings),
        Topics.of(settings),
        settings.get(TopicSettings.CREATE),
        settings.get(TopologySettings.STATE_FOLDER),
        settings.get(TopologySettings.STATE_MEMORY),
        settings.get(TopologySettings.THREADS),
        settings.get(TopologySettings.STANDBY_REPLICAS),
        settings.get(TopologySettings.TIMELINE_RETENTION),
        sounds(settings),
        new AlertSettings(
            settings.get(AlertingSettings.MAXIMUM_GAP),
            settings.get(AlertingSettings.IDLE_TIMEOUT),
            AlertSettings.DEFAULT.closingGrace()),
        settings.get(WindowSettings.LENGTH).multipliedBy(2),
        FeedHealthSettings.of(settings),
        FeedLabelSettings.of(settings),
        NotifyConfig.of(settings),
        QueriesConfig.of(settings),
        settings.get(TopologySettings.START_PATIENCE));
  }

  private static SoundEventSettings sounds(Settings settings) {
    double start = settings.get(SoundSettings.START_THRESHOLD);
    double keep = settings.get(SoundSettings.KEEP_THRESHOLD);
    if (keep > start) {
      throw new SettingsException(
          "%s = %s is above %s = %s."
              .formatted(
                  SoundSettings.KEEP_THRESHOLD.key(),
                  keep,
                  SoundSettings.START_THRESHOLD.key(),
                  start));
    }
    return new SoundEventSettings(
        new Hysteresis(start, keep),
        Map.of(),
        settings.get(SoundSettings.MINIMUM_DURATION),
        settings.get(SoundSettings.MAXIMUM_GAP),
        settings.get(SoundSettings.IDLE_TIMEOUT),
        SoundEventSettings.DEFAULT.closingGrace());
  }
}
