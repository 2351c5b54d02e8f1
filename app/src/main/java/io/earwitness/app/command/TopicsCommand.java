package io.earwitness.app.command;

import io.earwitness.app.Console;
import io.earwitness.app.follow.TopicSizes;
import io.earwitness.settings.Settings;
import io.earwitness.wire.KafkaConnection;
import io.earwitness.wire.TopicDefinition;
import io.earwitness.wire.Topics;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** Lists the topics. */
@Command(name = "topics", header = "Lists the topics, and how much lies on them.")
final class TopicsCommand implements Callable<Integer> {
  private static final String ROW = "%-24s %10s %12s  %s";

  private final Console console;
  private final Path home;

  @Mixin private ConnectionOptions connection;

  TopicsCommand(Console console, Path home) {
    this.console = console;
    this.home = home;
  }

  @Override
  public Integer call() {
    Settings settings = connection.settings(home);
    Topics topics = Topics.of(settings);
    Map<TopicDefinition, String> meanings =
        Map.of(
            topics.chunks(), "audio of the feeds",
            topics.captions(), "what is heard in each window",
            topics.feedEvents(), "gaps, lateness, sessions",
            topics.soundEvents(), "sounds that began and ended",
            topics.alerts(), "alerts, firing and resolved",
            topics.alertRules(), "what to alert on",
            topics.alertSightings(), "found on feeds of groups, on its way to one alert",
            topics.deadLetters(), "records that could not be used");
    Map<String, TopicSizes.Size> sizes = TopicSizes.of(KafkaConnection.of(settings), topics.all());
    console.result(ROW.formatted("topic", "partitions", "records", "holds"));
    for (TopicDefinition topic : topics.all()) {
      TopicSizes.Size size = sizes.get(topic.name());
      console.result(
          ROW.formatted(
              topic.name(),
              size == null ? "–" : size.partitions(),
              size == null ? "missing" : size.records(),
              meanings.get(topic)));
    }
    return ExitCode.OK;
  }
}
