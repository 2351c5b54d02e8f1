package io.earwitness.topology.notify;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * How to tell a webhook.
 *
 * @param secret to sign with; without it requests are not signed
 * @param giveUpAfter what is not taken within this time becomes a dead letter
 * @param timeout for an answer
 */
public record WebhookConfig(
    URI url, Optional<String> secret, Duration giveUpAfter, Duration timeout) {
  @Override
  public String toString() {
    return "The webhook %s".formatted(HttpPoster.shown(url));
  }
}
