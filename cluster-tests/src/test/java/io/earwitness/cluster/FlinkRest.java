package io.earwitness.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;

/** Flink's REST interface, as far as these tests need it. */
final class FlinkRest {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI base;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  FlinkRest(int port) {
    this.base = URI.create("http://127.0.0.1:" + port);
  }

  /** Waits until so many slots have registered. */
  void awaitSlots(int count, FlinkCluster cluster) {
    await(
        "slots",
        () -> {
          cluster.requireAlive();
          return get("/overview").path("slots-total").asInt() >= count;
        });
  }

  /**
   * @return the jar's id
   */
  String upload(Path jar) throws IOException, InterruptedException {
    String boundary = "earwitness-boundary";
    var body = new ByteArrayOutputStream();
    body.writeBytes(
        ("--%s\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\"%s\"\r\n"
                + "Content-Type: application/x-java-archive\r\n\r\n")
            .formatted(boundary, jar.getFileName())
            .getBytes(StandardCharsets.UTF_8));
    body.writeBytes(Files.readAllBytes(jar));
    body.writeBytes("\r\n--%s--\r\n".formatted(boundary).getBytes(StandardCharsets.UTF_8));
    JsonNode answer =
        send(
            HttpRequest.newBuilder(base.resolve("/jars/upload"))
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray())));
    String stored = answer.path("filename").asText();
    return stored.substring(stored.lastIndexOf('/') + 1);
  }

  /**
   * Submits the job.
   *
   * @return its id
   */
  String run(String jarId, List<String> programArguments) throws IOException, InterruptedException {
    String request = JSON.writeValueAsString(Map.of("programArgsList", programArguments));
    return send(HttpRequest.newBuilder(base.resolve("/jars/" + jarId + "/run"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(request)))
        .path("jobid")
        .asText();
  }

  /** Waits until every subtask of the job runs. */
  void awaitRunning(String jobId, FlinkCluster cluster) {
    await(
        "the job runs",
        () -> {
          cluster.requireAlive();
          return isRunning(get("/jobs/" + jobId));
        });
  }

  private static boolean isRunning(JsonNode job) {
    JsonNode vertices = job.path("vertices");
    return job.path("state").asText().equals("RUNNING")
        && !vertices.isEmpty()
        && StreamSupport.stream(vertices.spliterator(), false)
            .allMatch(vertex -> vertex.path("status").asText().equals("RUNNING"));
  }

  /** How many checkpoints have completed, as far as the JobManager that runs now knows. */
  int completedCheckpoints(String jobId) throws IOException, InterruptedException {
    return get("/jobs/" + jobId + "/checkpoints").path("counts").path("completed").asInt();
  }

  /** The job's state and what it last failed of, in a line, or why nobody tells. */
  String describe(String jobId) {
    try {
      String state = get("/jobs/" + jobId).path("state").asText();
      JsonNode last =
          get("/jobs/" + jobId + "/exceptions").path("exceptionHistory").path("entries");
      String failure =
          last.path(0).path("stacktrace").asText().lines().findFirst().orElse("nothing");
      return "the job is %s and last failed of: %s".formatted(state, failure);
    } catch (IOException e) {
      return "the JobManager does not tell of the job (%s)".formatted(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  /** Waits for one more checkpoint. */
  void awaitCheckpoint(String jobId) throws IOException, InterruptedException {
    int before = completedCheckpoints(jobId);
    await("a checkpoint", () -> completedCheckpoints(jobId) > before);
  }

  /** Stops the job at once and waits until its slots are free. */
  void cancel(String jobId) throws IOException, InterruptedException {
    send(
        HttpRequest.newBuilder(base.resolve("/jobs/" + jobId))
            .method("PATCH", HttpRequest.BodyPublishers.noBody()));
    await("the job ends", () -> get("/jobs/" + jobId).path("state").asText().equals("CANCELED"));
  }

  private interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  /** Until the JobManager answers, and answers so. */
  private static void await(String what, Condition condition) {
    Awaitility.await(what)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              try {
                return condition.holds();
              } catch (IOException e) {
                return false;
              }
            });
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(base.resolve(path)).GET());
  }

  private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(
            request.timeout(Duration.ofSeconds(60)).build(), HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new IOException("Flink answers %d: %s".formatted(answer.statusCode(), answer.body()));
    }
    return answer.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(answer.body());
  }
}
