package io.earwitness.app.page.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LiveHubTest {
  private static final Duration NO_WAIT = Duration.ZERO;

  private final LiveHub hub = new LiveHub(3);

  @Test
  void whoWasCutOffGoesOnWhereItWas() throws InterruptedException {
    hub.tell("caption", "1");
    String seen = hub.position();
    hub.tell("caption", "2");
    hub.show("strips", "of the moment");
    hub.tell("caption", "3");

    Subscription back = hub.subscribe(seen).orElseThrow();

    assertThat(back.resumed()).isTrue();
    assertThat(waiting(back)).containsExactly("2", "3");
  }

  @Test
  void whoMissedMoreThanIsRememberedIsToldSo() throws InterruptedException {
    hub.tell("caption", "first");
    String seen = hub.position();
    for (int i = 0; i <= LiveHub.REMEMBERED; i++) {
      hub.tell("caption", "more");
    }

    Subscription back = hub.subscribe(seen).orElseThrow();

    assertThat(back.resumed()).isFalse();
    assertThat(waiting(back)).isEmpty();
  }

  @Test
  void positionsOfAnotherRunOrOfNobodyMeanNothing() {
    hub.tell("caption", "1");

    for (String seen : new String[] {"other-1", "nonsense", "", null}) {
      Subscription reader = hub.subscribe(seen).orElseThrow();
      assertThat(reader.resumed()).as("%s", seen).isFalse();
      hub.leave(reader);
    }
  }

  @Test
  void aSlowReaderFirstMissesTheMomentAndIsThenCutOffAlone() throws InterruptedException {
    Subscription slow = hub.subscribe(null).orElseThrow();
    for (int i = 0; i < 10 * Subscription.PASSING_LIMIT; i++) {
      hub.show("strips", "s");
    }
    assertThat(slow.closed()).isFalse();
    for (int i = 0; i < Subscription.LASTING_LIMIT; i++) {
      hub.tell("caption", "c");
    }
    assertThat(slow.closed()).isTrue();

    Subscription quick = hub.subscribe(null).orElseThrow();
    hub.tell("caption", "for the quick");
    assertThat(waiting(quick)).containsExactly("for the quick");
  }

  @Test
  void oneReaderTooManyIsTurnedAwayUntilAnotherLeaves() {
    Subscription first = hub.subscribe(null).orElseThrow();
    assertThat(hub.subscribe(null)).isPresent();
    assertThat(hub.subscribe(null)).isPresent();

    assertThat(hub.subscribe(null)).isEmpty();
    hub.leave(first);
    assertThat(hub.subscribe(null)).isPresent();
  }

  private static List<String> waiting(Subscription subscription) throws InterruptedException {
    List<String> read = new ArrayList<>();
    Optional<Message> next = subscription.next(NO_WAIT);
    while (next.isPresent()) {
      read.add(next.get().json());
      next = subscription.next(NO_WAIT);
    }
    return read;
  }
}
