package io.earwitness.app.page.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.javalin.Javalin;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real connections, most of which never read. */
class LiveStreamIT {
  private static final int SLOW = 100;
  private static final int MESSAGES = 12_000;

  private final LiveHub hub = new LiveHub(SLOW + 1);
  private final Javalin server =
      Javalin.create(config -> config.routes.sse("/live", new LiveStream(hub)::serve))
          .start("127.0.0.1", 0);
  private final List<Socket> sockets = new ArrayList<>();

  @Test
  void aHundredReadersThatDoNotReadHoldUpNobody() throws IOException {
    for (int i = 0; i < SLOW; i++) {
      connect("");
    }
    BufferedReader quick = connect("");
    await().atMost(Duration.ofSeconds(30)).until(() -> hub.readerCount() == SLOW + 1);

    long began = System.nanoTime();
    String padding = "x".repeat(2_000);
    int read = 0;
    for (int i = 1; i <= MESSAGES; i++) {
      hub.tell("caption", "{\"n\":%d,\"padding\":\"%s\"}".formatted(i, padding));
      // The reader keeps up: it has read all but the newest few.
      if (i % 100 == 0) {
        while (read < i) {
          String line = quick.readLine();
          if (line.startsWith("data: {\"n\":")) {
            read++;
            assertThat(line).startsWith("data: {\"n\":%d,".formatted(read));
          }
        }
      }
    }
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(60));
    // Those that don't read have been let go by the hub, whatever their sockets do.
    assertThat(hub.readerCount()).isPositive();
  }

  @Test
  void aReaderResumesByTheIdOfTheLastEventThatItSaw() throws IOException {
    BufferedReader first = connect("");
    await().until(() -> hub.readerCount() == 1);
    hub.tell("caption", "{\"n\":1}");
    String id = null;
    for (String line = first.readLine(); id == null; line = first.readLine()) {
      id = line.startsWith("id: ") ? line.substring(4) : null;
    }
    sockets.get(0).close();
    hub.tell("caption", "{\"n\":2}");

    BufferedReader again = connect("Last-Event-ID: %s\r\n".formatted(id));

    assertThat(nextData(again)).isEqualTo("{\"resumed\":true}");
    assertThat(nextData(again)).isEqualTo("{\"n\":2}");
  }

  private static String nextData(BufferedReader reader) throws IOException {
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      if (line.startsWith("data: ")) {
        return line.substring(6);
      }
    }
    throw new AssertionError("the stream ended");
  }

  private BufferedReader connect(String header) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    sockets.add(socket);
    socket
        .getOutputStream()
        .write(
            "GET /live HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n%s\r\n"
                .formatted(header)
                .getBytes(StandardCharsets.US_ASCII));
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  @AfterEach
  void close() throws IOException {
    hub.close();
    for (Socket socket : sockets) {
      socket.close();
    }
    server.stop();
  }
}
