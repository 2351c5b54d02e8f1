package io.earwitness.cluster;

import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.settings.Settings;
import io.earwitness.settings.keys.AllSettings;
import io.earwitness.testkit.ChunkSender;
import io.earwitness.testkit.TopicReader;
import io.earwitness.wire.EventTypes;
import io.earwitness.wire.TopicAdmin;
import io.earwitness.wire.Topics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The settings of one job with topics of its own, and its ends. */
final class JobUnderTest {
  /** A real bundle with real graphs, but with few weights: it captions fast. */
  static final Path TINY_BUNDLE =
      Path.of("../captioner-onnx/src/test/resources/tiny-bundle").toAbsolutePath().normalize();

  private final Services services;
  private final Map<String, String> settings = new LinkedHashMap<>();

  JobUnderTest(Services services, String name) {
    this.services = services;
    settings.put("kafka.bootstrap.servers", services.kafka().bootstrapServers());
    settings.put("registry.url", services.registry().urls().get(0));
    settings.put("job.name", name);
    settings.put("job.checkpoint.interval", "1s");
    settings.put("topics.create", "true");
    settings.put("topics.partitions", "4");
    settings.put("caption.bundle", TINY_BUNDLE.toString());
    settings.put("caption.threads", "1");
    settings.put("window.length", "2s");
    settings.put("window.hop", "1s");
    for (String topic : List.of("chunks", "captions", "feed-events", "dead-letters")) {
      settings.put("topics." + topic, name + "." + topic);
    }
  }

  JobUnderTest with(String key, String value) {
    settings.put(key, value);
    return this;
  }

  /** For the job's command line. */
  List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    settings.forEach(
        (key, value) -> {
          arguments.add("--set");
          arguments.add(key + "=" + value);
        });
    return arguments;
  }

  private Topics topics() {
    var builder = Settings.of(AllSettings.CATALOGUE);
    settings.forEach(builder::set);
    return Topics.of(builder.resolve());
  }

  void createTopics() {
    try (TopicAdmin admin = TopicAdmin.open(services.kafka())) {
      admin.createMissing(topics().all());
    }
  }

  ChunkSender sender() {
    return new ChunkSender(services.kafka(), services.registry(), topics().chunks().name());
  }

  TopicReader<CaptionEvent> captions() {
    return new TopicReader<>(
        services.kafka(), services.registry(), EventTypes.CAPTION, topics().captions().name());
  }
}
