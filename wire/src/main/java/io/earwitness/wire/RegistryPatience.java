package io.earwitness.wire;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Optional;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the registry until it answers. Tells a registry that is away, which is waited for, from one
 * that has nothing, and from one that refuses.
 */
final class RegistryPatience {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryPatience.class);
  private static final Duration FIRST_WAIT = Duration.ofMillis(50);
  private static final Duration BETWEEN_WARNINGS = Duration.ofSeconds(10);
  private static final int TOO_MANY_REQUESTS = 429;

  /** Confluent's error codes for a missing subject, version, schema and subject setting. */
  private static final int LOWEST_NOT_FOUND = 40401;

  private static final int HIGHEST_NOT_FOUND = 40499;

  private final String address;
  private final Duration longestWait;

  RegistryPatience(RegistryConnection connection) {
    this.address = String.join(", ", connection.urls());
    this.longestWait = connection.retryWait();
  }

  /** A question to the registry. */
  @FunctionalInterface
  interface Question<V> {
    V ask() throws IOException, RestClientException;
  }

  /** The registry's answer, which it must have. */
  <V> V ask(String doing, Question<V> question) {
    try {
      return persist(doing, question);
    } catch (RestClientException e) {
      throw refusal(doing, e);
    }
  }

  /** The registry's answer, or nothing if it confirms that it has none. */
  <V> Optional<V> askFor(String doing, Question<V> question) {
    try {
      return Optional.of(persist(doing, question));
    } catch (RestClientException e) {
      if (isConfirmedAbsence(e)) {
        return Optional.empty();
      }
      throw refusal(doing, e);
    }
  }

  RegistryException refusal(String doing, RestClientException e) {
    String sentence =
        "The registry at %s refuses %s: %s.".formatted(address, doing, e.getMessage());
    return e.getStatus() == HttpURLConnection.HTTP_CONFLICT
        ? new IncompatibleSchemaException(sentence, e)
        : new RegistryException(sentence, e);
  }

  private <V> V persist(String doing, Question<V> question) throws RestClientException {
    Duration wait = FIRST_WAIT;
    long began = System.nanoTime();
    long nextWarning = began;
    while (true) {
      try {
        V answer = question.ask();
        if (nextWarning != began) {
          LOG.info("The registry at {} is back: {}", address, doing);
        }
        return answer;
      } catch (IOException e) {
        nextWarning = warn(doing, e, nextWarning);
      } catch (RestClientException e) {
        if (!isPassing(e)) {
          throw e;
        }
        nextWarning = warn(doing, e, nextWarning);
      }
      pause(doing, wait);
      wait = shorter(wait.multipliedBy(2), longestWait);
    }
  }

  /** Returns when to warn again. */
  private long warn(String doing, Exception problem, long nextWarning) {
    if (System.nanoTime() - nextWarning < 0) {
      return nextWarning;
    }
    LOG.warn("The registry at {} is away ({}); waiting with {}", address, problem, doing);
    return System.nanoTime() + BETWEEN_WARNINGS.toNanos();
  }

  private static boolean isPassing(RestClientException e) {
    return e.getStatus() >= HttpURLConnection.HTTP_INTERNAL_ERROR
        || e.getStatus() == HttpURLConnection.HTTP_CLIENT_TIMEOUT
        || e.getStatus() == TOO_MANY_REQUESTS;
  }

  /** Any web server says 404; only a registry that looked says which thing was not found. */
  private static boolean isConfirmedAbsence(RestClientException e) {
    return e.getStatus() == HttpURLConnection.HTTP_NOT_FOUND
        && e.getErrorCode() >= LOWEST_NOT_FOUND
        && e.getErrorCode() <= HIGHEST_NOT_FOUND;
  }

  private void pause(String doing, Duration wait) {
    try {
      Thread.sleep(wait.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryException(
          "Interrupted while the registry at %s was away, %s.".formatted(address, doing), e);
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
