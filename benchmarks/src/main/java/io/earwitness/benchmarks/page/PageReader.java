package io.earwitness.benchmarks.page;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.earwitness.benchmarks.endtoend.Latencies;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Reads the stream that an open page reads, and notes when captions arrive. */
final class PageReader implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final HttpURLConnection connection;
  private final BufferedReader lines;
  private Latencies latencies = new Latencies();

  private PageReader(HttpURLConnection connection) throws IOException {
    this.connection = connection;
    this.lines =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
    Thread thread = new Thread(this::run, "reader");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * What has arrived.
   *
   * @param medianMillis from the end of a caption's window
   */
  record Seen(int captions, double medianMillis, double p99Millis, double maxMillis) {}

  static PageReader open(String pageAddress) throws IOException {
    var connection =
        (HttpURLConnection) URI.create(pageAddress).resolve("/api/live").toURL().openConnection();
    connection.setRequestProperty("Accept", "text/event-stream");
    return new PageReader(connection);
  }

  private void run() {
    try {
      String kind = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("event: ")) {
          kind = line.substring("event: ".length());
        } else if (line.startsWith("data: ") && kind.equals("caption")) {
          arrived(line.substring("data: ".length()), System.currentTimeMillis());
        }
      }
    } catch (IOException e) {
      // The page was closed, as was asked for.
    }
  }

  private synchronized void arrived(String caption, long nowMillis) throws IOException {
    latencies.add((nowMillis - JSON.readTree(caption).path("end").asLong()) * NANOS_PER_MILLI);
  }

  /** Begins to count anew. */
  synchronized void forget() {
    latencies = new Latencies();
  }

  synchronized Seen seen() {
    return new Seen(
        latencies.count(),
        latencies.percentileMillis(0.5),
        latencies.percentileMillis(0.99),
        latencies.percentileMillis(1));
  }

  @Override
  public void close() {
    connection.disconnect();
  }
}
