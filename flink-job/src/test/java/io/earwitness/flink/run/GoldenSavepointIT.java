package io.earwitness.flink.run;

import static io.earwitness.flink.run.JobFixture.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.testkit.Behaviour;
import io.earwitness.testkit.ExpectedWindow;
import io.earwitness.testkit.LocalStack;
import io.earwitness.testkit.TopicReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Today's job goes on from the savepoints of every released version. */
class GoldenSavepointIT {
  @RegisterExtension static final LocalStack STACK = new LocalStack();

  @TempDir Path folder;

  static List<String> versions() {
    return GoldenSavepoints.versions();
  }

  @ParameterizedTest
  @MethodSource("versions")
  void todaysJobGoesOnExactlyWhereAnEarlierVersionStopped(String version) throws Exception {
    GoldenFeeds feeds = new GoldenFeeds();
    GoldenSavepoints.copyTo(folder, version);
    try (JobFixture job =
        GoldenFeeds.settings(new JobFixture(STACK, "golden-" + version, folder))) {
      var sender = job.sender();
      // The savepoint says up to which offset the topic was read: what lies below is only there.
      sender.send(feeds.before());
      job.start(Behaviour.prompt(GoldenFeeds.RATE));
      sender.send(feeds.after());

      List<ExpectedWindow> expected = feeds.captionedAfter();
      List<ConsumerRecord<byte[], byte[]>> captions;
      try (var reader = TopicReader.raw(STACK.kafka(), job.config().topics().captions().name())) {
        captions = reader.await(expected.size(), PATIENCE);
      }

      assertThat(captions.stream().collect(Collectors.groupingBy(GoldenSavepointIT::key)))
          .allSatisfy(
              (feed, records) -> {
                List<ExpectedWindow> windows =
                    expected.stream().filter(window -> window.feedId().equals(feed)).toList();
                assertThat(records)
                    .extracting(GoldenSavepointIT::id)
                    .containsExactlyElementsOf(
                        windows.stream().map(ExpectedWindow::captionId).toList());
                for (int i = 0; i < windows.size(); i++) {
                  assertThat(new String(records.get(i).value(), StandardCharsets.ISO_8859_1))
                      .contains(windows.get(i).text());
                }
              });
      assertThat(captions).hasSameSizeAs(expected);
    }
  }

  private static String key(ConsumerRecord<byte[], byte[]> record) {
    return new String(record.key(), StandardCharsets.UTF_8);
  }

  /** The event's id, by CloudEvents' header. */
  private static String id(ConsumerRecord<byte[], byte[]> record) {
    return new String(record.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8);
  }
}
