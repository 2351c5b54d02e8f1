package io.earwitness.topology.notify;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs as Standard Webhooks 1.0 says (github.com/standard-webhooks/standard-webhooks): HMAC-SHA256
 * over id, seconds since 1970 and body, joined by dots.
 */
final class WebhookSignature {
  private static final String ALGORITHM = "HmacSHA256";
  private static final String SYMMETRIC_SECRET = "whsec_";

  private WebhookSignature() {}

  /** The value of the header {@code webhook-signature}. */
  static String of(String secret, String id, Instant at, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key(secret), ALGORITHM));
      mac.update("%s.%d.".formatted(id, at.getEpochSecond()).getBytes(StandardCharsets.UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }

  /** The bytes of a secret: Base64 behind its prefix, otherwise the text as it is. */
  private static byte[] key(String secret) {
    return secret.startsWith(SYMMETRIC_SECRET)
        ? Base64.getDecoder().decode(secret.substring(SYMMETRIC_SECRET.length()))
        : secret.getBytes(StandardCharsets.UTF_8);
  }
}
