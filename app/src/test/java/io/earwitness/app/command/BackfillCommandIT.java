package io.earwitness.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.app.backfill.Backfill;
import io.earwitness.app.backfill.BackfillFolder;
import io.earwitness.flink.config.JobConfig;
import io.earwitness.settings.Settings;
import io.earwitness.settings.keys.AllSettings;
import io.earwitness.testkit.ChunkSender;
import io.earwitness.testkit.LocalStack;
import io.earwitness.testkit.Recording;
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

  private static final String CHUNKS = "backfill-it.chunks";
  private static final int RATE = 16_000;

  private final CommandRuns command = new CommandRuns(Path.of(".."));

  @TempDir Path data;

  @Test
  void captionsThePastAndSaysWhatItMadeOfItOrWhatIsThereInstead() throws Exception {
    try (Admin admin = Admin.create(STACK.kafka().clientConfig());
        ChunkSender sender = new ChunkSender(STACK.kafka(), STACK.registry(), CHUNKS)) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(CHUNKS, 2, (short) 1)
                      .configs(
                          Map.of(
                              "message.timestamp.type",
                              "LogAppendTime",
                              "max.message.bytes",
                              "8388608"))))
          .all()
          .get();
      assertThat(run("--from", "1h")).isEqualTo(1);
      assertThat(command.said())
          .contains("No chunk was appended to " + CHUNKS)
          .contains("it is empty.");

      Recording door = Recording.ofSeconds("door", RATE, 25);
      sender.send(door.chunks().subList(0, 3));
      sender.send(door.chunks().subList(5, 25));
      sender.send(Recording.ofSeconds("yard", RATE, 20).chunks());
    }

    Instant from = Instant.now().minus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS);
    Instant to = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    assertThat(status("--from", from.toString(), "--to", to.toString())).isZero();
    assertThat(command.printed())
        .containsExactly(
            "No caption yet, of 43 chunks in that time, on backfill-it.captions.backfill.");
    assertThat(status("--from", "1h", "--to", "1s", "--run", "none")).isEqualTo(1);
    assertThat(command.said()).contains("There is no topic backfill-it.captions.none");
    interrupt(from, to);
    assertThat(command.said()).contains("Stopped after 0 feeds", "--from " + from);

    assertThat(run("--from", from.toString(), "--to", to.toString())).isEqualTo(0);
    assertThat(command.said()).contains("Going on where it was interrupted.");
    assertThat(command.printed())
        .singleElement()
        .asString()
        .startsWith(
            "Captioned 2 feeds, 7 windows, 1 gap (2 s missing in these windows): 45 s of sound");

    assertThat(status("--from", from.toString(), "--to", to.toString())).isZero();
    assertThat(command.printed())
        .satisfiesExactly(
            counts ->
                assertThat(counts)
                    .startsWith("100 % of 43 chunks: 2 feeds, 7 windows (2 s missing")
                    .endsWith(" 45 s of sound."),
            pace -> assertThat(pace).startsWith("The newest caption was made "));
    assertThat(status("--from", from.toString())).isEqualTo(2);
    assertThat(command.said()).contains("Missing required option: '--to=TIME'");
    assertThat(run()).isEqualTo(2);
    assertThat(command.said()).contains("Missing required option: '--from=TIME'");

    assertThat(run("--from", "1h", "--feed", "nobody")).isEqualTo(1);
    assertThat(command.printed())
        .singleElement()
        .asString()
        .startsWith("Captioned 0 feeds, 0 windows");
    assertThat(command.said()).contains("No window of nobody");

    assertThat(run("--from", "2020-01-01", "--to", "2020-01-02")).isEqualTo(1);
    assertThat(command.said()).contains("it holds what was appended from 20");
  }

  /** As Ctrl-C does, at once. */
  private void interrupt(Instant from, Instant to) throws Exception {
    command.forget();
    JobConfig config =
        JobConfig.of(
            Settings.of(AllSettings.CATALOGUE)
                .set("kafka.bootstrap.servers", STACK.kafka().bootstrapServers())
                .set("registry.url", STACK.registry().urls().get(0))
                .set("caption.bundle", "../models/default")
                .set("topics.chunks", CHUNKS)
                .set("topics.captions", "backfill-it.captions")
                .set("topics.partitions", "2")
                .set("topics.create", "true")
                .set("job.run", "backfill")
                .set("job.from", from.toString())
                .set("job.to", to.toString())
                .resolve());
    try (BackfillFolder folder = BackfillFolder.take(data, config)) {
      var backfill = new Backfill(config, folder, command.console());
      backfill.stop();
      assertThat(backfill.run()).isFalse();
    }
  }

  private int run(String... more) {
    return runWith(List.of("backfill", "--data", data.toString()), more);
  }

  private int status(String... more) {
    return runWith(List.of("backfill", "status"), more);
  }

  private int runWith(List<String> begin, String... more) {
    List<String> arguments = new ArrayList<>(begin);
    for (String setting :
        List.of(
            "topics.chunks=" + CHUNKS,
            "topics.captions=backfill-it.captions",
            "topics.partitions=2")) {
      arguments.addAll(List.of("--set", setting));
    }
    arguments.addAll(List.of(more));
    return command.runOn(STACK, arguments);
  }
}
