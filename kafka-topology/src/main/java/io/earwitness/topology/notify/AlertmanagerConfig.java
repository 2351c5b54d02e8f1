package io.earwitness.topology.notify;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How to tell Prometheus Alertmanager.
 *
 * @param urls bases of all members of one cluster
 * @param authorization value of the header, if the API wants one
 * @param resend how often a firing alert is sent again
 * @param minimumFiring how long an alert fires there at least
 * @param timeout for an answer
 */
public record AlertmanagerConfig(
    List<URI> urls,
    Optional<String> authorization,
    Duration resend,
    Duration minimumFiring,
    Duration timeout) {
  public AlertmanagerConfig {
    urls = List.copyOf(urls);
  }

  @Override
  public String toString() {
    return "Alertmanager at %s".formatted(urls.stream().map(HttpPoster::shown).toList());
  }
}
