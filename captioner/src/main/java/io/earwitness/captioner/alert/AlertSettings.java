package io.earwitness.captioner.alert;

import java.time.Duration;

/**
 * What holds for the alerts of all rules.
 *
 * @param maximumGap what is at most this far apart is one occurrence, and an incident is over when
 *     nothing was found for longer
 * @param idleTimeout wall-clock time without a caption after which a feed's alerts are resolved
 * @param closingGrace wall-clock time after the caption that closed a session, in which another of
 *     its windows may still come, before the feed's alerts are resolved
 */
public record AlertSettings(Duration maximumGap, Duration idleTimeout, Duration closingGrace) {
  public static final AlertSettings DEFAULT =
      new AlertSettings(Duration.ofSeconds(5), Duration.ofMinutes(1), Duration.ofSeconds(2));

  public AlertSettings {
    if (maximumGap.isNegative()) {
      throw new IllegalArgumentException("maximumGap = %s is negative".formatted(maximumGap));
    }
    if (idleTimeout.isNegative() || idleTimeout.isZero()) {
      throw new IllegalArgumentException("idleTimeout = %s is not positive".formatted(idleTimeout));
    }
    if (closingGrace.isNegative()) {
      throw new IllegalArgumentException("closingGrace = %s is negative".formatted(closingGrace));
    }
  }
}
