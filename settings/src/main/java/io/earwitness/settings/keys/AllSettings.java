package io.earwitness.settings.keys;

import io.earwitness.settings.Catalogue;
import io.earwitness.settings.Setting;
import java.util.List;
import java.util.stream.Stream;

/**
 * Every setting of every program: they share one file, so each program must know the keys of the
 * others to tell a misspelled key from someone else's.
 */
public final class AllSettings {
  public static final Catalogue CATALOGUE =
      new Catalogue(
          Stream.of(
                  KafkaSettings.ALL,
                  TopicSettings.ALL,
                  WindowSettings.ALL,
                  CaptionSettings.ALL,
                  OverloadSettings.ALL,
                  JobSettings.ALL,
                  TopologySettings.ALL,
                  QueriesSettings.ALL,
                  SoundSettings.ALL,
                  AlertingSettings.ALL,
                  FeedSettings.ALL,
                  NotifySettings.ALL,
                  IngestSettings.ALL,
                  MetricsSettings.ALL,
                  PageSettings.ALL)
              .<Setting<?>>flatMap(List::stream)
              .toList(),
          List.of(
              KafkaSettings.PROPERTIES,
              KafkaSettings.REGISTRY_PROPERTIES,
              CaptionSettings.CUDA_OPTIONS,
              CaptionSettings.TENSORRT_OPTIONS,
              FeedSettings.LABELS));

  private AllSettings() {}
}
