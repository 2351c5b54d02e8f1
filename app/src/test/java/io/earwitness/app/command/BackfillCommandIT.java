package io.earwitness.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.app.Console;
import io.earwitness.app.backfill.Backfill;
import io.earwitness.app.backfill.BackfillFolder;
import io.earwitness.flink.config.JobConfig;
import io.earwitness.settings.Settings;
import io.earwitness.settings.keys.AllSettings;
import io.earwitness.testkit.ChunkSender;
import io.earwitness.testkit.LocalStack;
import io.earwitness.testkit.Recording;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class BackfillCommandIT {
  @RegisterExtension static final LocalStack STACK = new LocalStack();

  private static final int RATE = 16_000;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir Path data;

  @Test
  void captionsThePastAndSaysWhatItMadeOfItOrWhatIsThereInstead() throws Exception {
    List<String> topic = List.of("--set", "topics.chunks=backfill-it.chunks");
    try (Admin admin = Admin.create(STACK.kafka().clientConfig());
        ChunkSender sender =
            new ChunkSender(STACK.kafka(), STACK.registry(), "backfill-it.chunks")) {
      admin
          .createTopics(
              List.of(
                  new NewTopic("backfill-it.chunks", 2, (short) 1)
                      .configs(
                          Map.of(
                              "message.timestamp.type",
                              "LogAppendTime",
                              "max.message.bytes",
                              "8388608"))))
          .all()
          .get();
      assertThat(run(topic, "--from", "1h")).isEqualTo(1);
      assertThat(said())
          .contains("No chunk was appended to backfill-it.chunks")
          .contains("it is empty.");

      Recording door = Recording.ofSeconds("door", RATE, 25);
      sender.send(door.chunks().subList(0, 3));
      sender.send(door.chunks().subList(5, 25));
      sender.send(Recording.ofSeconds("yard", RATE, 20).chunks());
    }

    Instant from = Instant.now().minus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS);
    Instant to = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    interrupt(from, to);
    assertThat(said()).contains("Stopped after 0 feeds", "--from " + from);

    assertThat(run(topic, "--from", from.toString(), "--to", to.toString())).isEqualTo(0);
    assertThat(said()).contains("Going on where it was interrupted.");
    assertThat(printed())
        .singleElement()
        .asString()
        .startsWith(
            "Captioned 2 feeds, 7 windows, 1 gap (2 s missing in these windows): 45 s of sound");

    assertThat(run(topic, "--from", "1h", "--feed", "nobody")).isEqualTo(1);
    assertThat(printed()).singleElement().asString().startsWith("Captioned 0 feeds, 0 windows");
    assertThat(said()).contains("No window of nobody");

    assertThat(run(topic, "--from", "2020-01-01", "--to", "2020-01-02")).isEqualTo(1);
    assertThat(said()).contains("it holds what was appended from 20");
  }

  /** As Ctrl-C does, at once. */
  private void interrupt(Instant from, Instant to) throws Exception {
    err.reset();
    JobConfig config =
        JobConfig.of(
            Settings.of(AllSettings.CATALOGUE)
                .set("kafka.bootstrap.servers", STACK.kafka().bootstrapServers())
                .set("registry.url", STACK.registry().urls().get(0))
                .set("caption.bundle", "../models/default")
                .set("topics.chunks", "backfill-it.chunks")
                .set("topics.captions", "backfill-it.captions")
                .set("topics.partitions", "2")
                .set("topics.create", "true")
                .set("job.run", "backfill")
                .set("job.from", from.toString())
                .set("job.to", to.toString())
                .resolve());
    var console = new Console(new PrintStream(out, true), new PrintStream(err, true));
    try (BackfillFolder folder = BackfillFolder.take(data, config)) {
      var backfill = new Backfill(config, folder, console);
      backfill.stop();
      assertThat(backfill.run()).isFalse();
    }
  }

  private int run(List<String> topic, String... more) {
    out.reset();
    err.reset();
    var console = new Console(new PrintStream(out, true), new PrintStream(err, true));
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "backfill",
                "--data",
                data.toString(),
                "--bootstrap",
                STACK.kafka().bootstrapServers(),
                "--registry",
                STACK.registry().urls().get(0).toString(),
                "--set",
                "topics.captions=backfill-it.captions",
                "--set",
                "topics.partitions=2"));
    arguments.addAll(topic);
    arguments.addAll(List.of(more));
    return EarwitnessCommand.commandLine(console, Path.of(".."))
        .execute(arguments.toArray(new String[0]));
  }

  private List<String> printed() {
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private String said() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
