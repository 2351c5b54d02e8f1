package io.earwitness.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.app.up.EarwitnessProcess;
import io.earwitness.settings.Settings;
import io.earwitness.settings.keys.AllSettings;
import io.earwitness.testkit.LocalStack;
import io.earwitness.wire.TopicAdmin;
import io.earwitness.wire.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class PlayCommandIT {
  @RegisterExtension static final LocalStack STACK = new LocalStack();

  private static final String CHUNKS = "play-it.chunks";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void aFileOfFeedsIsFollowedBesideBrokersThatRunAlready() throws Exception {
    try (TopicAdmin admin = TopicAdmin.open(STACK.kafka())) {
      Settings settings = Settings.of(AllSettings.CATALOGUE).set("topics.chunks", CHUNKS).resolve();
      admin.createMissing(List.of(Topics.of(settings).chunks()));
    }
    Path file = Files.writeString(folder.resolve("feeds.yaml"), "feeds:\n  yard: demo\n");
    try (var play = play(file)) {
      play.awaitSaid("yard: plays");
      Files.writeString(file, "feeds:\n  yard: demo\n  attic: demo\n");
      play.awaitSaid("attic: plays");
      Files.writeString(file, "feeds:\n  attic: demo\n");
      play.awaitSaid("yard: no longer played");
      Files.writeString(file, "feeds:\n  attic: gopher://old\n");
      play.awaitSaid("Nothing here reads gopher: sources");
      assertThat(play.said())
          .filteredOn(line -> line.startsWith("attic: plays"))
          .as("it said %s", play.said())
          .hasSize(1);
      play.stop();
      play.await(PATIENCE);
      assertThat(play.said()).noneMatch(line -> line.contains("\tat "));
    }
  }

  private EarwitnessProcess play(Path file) throws Exception {
    return EarwitnessProcess.start(
        List.of(
            "play",
            "--feeds",
            file.toString(),
            "--data",
            folder.resolve("data").toString(),
            "--bootstrap",
            STACK.kafka().bootstrapServers(),
            "--registry",
            STACK.registry().urls().get(0),
            "--set",
            "topics.chunks=" + CHUNKS));
  }
}
