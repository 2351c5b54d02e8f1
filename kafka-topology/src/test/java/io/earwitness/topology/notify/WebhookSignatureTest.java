package io.earwitness.topology.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WebhookSignatureTest {
  private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
  private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
  private static final Instant AT = Instant.ofEpochSecond(1_614_265_330);

  /** The example of Standard Webhooks' own libraries. */
  @Test
  void isThatOfStandardWebhooks() {
    assertThat(WebhookSignature.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", ID, AT, BODY))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  /** Compared with Python's hmac. */
  @Test
  void takesAnyTextForASecret() {
    assertThat(WebhookSignature.of("plain secret", ID, AT, BODY))
        .isEqualTo("v1,gke7k785FD6W2FuaDcrvG3sQcmFE9YVaaAmarK4oi68=");
  }
}
