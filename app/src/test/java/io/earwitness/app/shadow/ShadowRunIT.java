package io.earwitness.app.shadow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.earwitness.app.Console;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.flink.config.JobConfig;
import io.earwitness.settings.Settings;
import io.earwitness.settings.SettingsBuilder;
import io.earwitness.settings.keys.AllSettings;
import io.earwitness.testkit.ChunkSender;
import io.earwitness.testkit.LocalStack;
import io.earwitness.testkit.Recording;
import io.earwitness.testkit.TopicReader;
import io.earwitness.wire.EventTypes;
import io.earwitness.wire.TopicAdmin;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ShadowRunIT {
  @RegisterExtension static final LocalStack STACK = new LocalStack();

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir Path folder;

  @Test
  void captionsWhatComesFromThenOnBesideTheLiveTopicsUntilItIsStopped() throws Exception {
    var said = new ByteArrayOutputStream();
    var console = new Console(System.out, new PrintStream(said, true, StandardCharsets.UTF_8));
    JobConfig config = JobConfig.of(settings());
    try (TopicAdmin admin = TopicAdmin.open(STACK.kafka())) {
      var unused = admin.createMissing(config.topics().all());
    }
    try (ChunkSender sender =
            new ChunkSender(STACK.kafka(), STACK.registry(), config.topics().chunks().name());
        TopicReader<CaptionEvent> captions =
            new TopicReader<>(
                STACK.kafka(),
                STACK.registry(),
                EventTypes.CAPTION,
                config.topics().captions().name())) {
      sender.send(Recording.ofSeconds("before", 8_000, 5).chunks());
      var shadow = new ShadowRun(config, folder, console);
      CompletableFuture<Void> running =
          CompletableFuture.runAsync(
              () -> {
                try {
                  shadow.run("new", "2");
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              },
              task -> new Thread(task, "shadow").start());
      int[] feeds = {0};
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofSeconds(1))
          .until(
              () -> {
                sender.send(Recording.ofSeconds("later-" + feeds[0]++, 8_000, 5).chunks());
                return running.isDone() || !captions.poll().isEmpty();
              });
      shadow.stop();
      running.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

      assertThat(captions.poll())
          .extracting(CaptionEvent::feedId)
          .isNotEmpty()
          .doesNotContain("before");
      assertThat(said.toString(StandardCharsets.UTF_8))
          .contains(
              "new 2 captions 100 % of the windows from now on, into shadow-run.captions.new.")
          .containsPattern("Stopped after \\d+ windows?\\.");
    }
  }

  private static Settings settings() {
    SettingsBuilder settings =
        Settings.of(AllSettings.CATALOGUE)
            .set("kafka.bootstrap.servers", STACK.kafka().bootstrapServers())
            .set("registry.url", STACK.registry().urls().get(0))
            .set("caption.bundle", Path.of("../models/default").toString())
            .set("topics.partitions", "1")
            .set("job.run", "new")
            .set("job.start", "latest");
    for (String topic : new String[] {"chunks", "captions", "feed-events", "dead-letters"}) {
      settings.set("topics." + topic, "shadow-run." + topic);
    }
    return settings.resolve();
  }
}
