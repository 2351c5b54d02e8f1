package io.earwitness.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.earwitness.captioner.event.DeadLetter;
import io.earwitness.captioner.event.FeedEvent;
import io.earwitness.local.LocalRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real registry. */
class RegistryIT {
  private static final String TOPIC = "audio.feed-events";
  private static final int NO_SUCH_ID = 999_999;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir static Path folder;
  private static LocalRegistry registry;
  private static RegistryConnection connection;

  @BeforeAll
  static void start() {
    registry = LocalRegistry.start(folder, 0);
    connection = RegistryConnection.to(registry.url());
  }

  @AfterAll
  static void stop() {
    registry.close();
  }

  @Test
  void refusesASchemaThatDoesNotGoWithThePublishedOne() throws Exception {
    Schema published = EventTypes.FEED_EVENT.schema();
    Schema textForANumber =
        new Schema.Parser()
            .parse(
                SchemaBuilder.record(published.getName())
                    .namespace(published.getNamespace())
                    .fields()
                    .optionalString("firstSample")
                    .endRecord()
                    .toString());
    try (SchemaRegistry client = SchemaRegistry.open(connection)) {
      int id = client.register(TOPIC + "-value", published);
      assertThat(client.register(TOPIC + "-value", published)).isEqualTo(id);
      assertThat(get("/config/" + TOPIC + "-value")).contains("FULL_TRANSITIVE");
      assertThatThrownBy(() -> client.register(TOPIC + "-value", textForANumber))
          .isInstanceOf(IncompatibleSchemaException.class)
          .hasMessageContaining(TOPIC);
    }
  }

  @Test
  void confirmsThatASchemaIsUnknown() {
    byte[] bytes = {0, 0, 0x0f, 0x42, 0x3f, 1, 2, 3};
    try (EventReader<FeedEvent> reader = EventReader.open(EventTypes.FEED_EVENT, connection)) {
      assertThatExceptionOfType(UnreadableEventException.class)
          .isThrownBy(() -> reader.read(bytes))
          .withMessageContaining(Integer.toString(NO_SUCH_ID))
          .satisfies(e -> assertThat(e.reason()).isEqualTo(DeadLetter.Reason.UNKNOWN_SCHEMA));
    }
  }

  @Test
  void isWaitedForByReadersAndWriters() throws Exception {
    FeedEvent event = SampleEvents.feedEvent();
    byte[] bytes;
    try (EventWriter<FeedEvent> writer = writer(TOPIC)) {
      bytes = writer.write(event);
    }
    registry.close();
    try (EventReader<FeedEvent> reader = EventReader.open(EventTypes.FEED_EVENT, connection);
        EventWriter<FeedEvent> writer = writer("audio.other")) {
      FutureTask<FeedEvent> reading = startAndAwaitItsWait(() -> reader.read(bytes));
      FutureTask<byte[]> writing = startAndAwaitItsWait(() -> writer.write(event));
      registry = LocalRegistry.start(folder, registry.port());
      await().atMost(PATIENCE).until(() -> reading.isDone() && writing.isDone());
      assertThat(reading.get()).isEqualTo(event);
      assertThat(reader.read(writing.get())).isEqualTo(event);
    }
  }

  private static EventWriter<FeedEvent> writer(String topic) {
    return EventWriter.open(EventTypes.FEED_EVENT, topic, connection);
  }

  private static <V> FutureTask<V> startAndAwaitItsWait(Callable<V> task) {
    FutureTask<V> future = new FutureTask<>(task);
    Thread thread = new Thread(future);
    thread.setDaemon(true);
    thread.start();
    await()
        .atMost(PATIENCE)
        .until(() -> future.isDone() || thread.getState() == Thread.State.TIMED_WAITING);
    assertThat(future.isDone()).as("done without the registry").isFalse();
    return future;
  }

  private static String get(String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(registry.url() + path)).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
  }
}
