package io.earwitness.topology.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.captioner.alert.Alert.Status;
import io.earwitness.topology.notify.AlertmanagerBoard.Sending;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlertmanagerBoardTest {
  private static final Instant T = Instant.parse("2026-03-01T12:00:00Z");

  private final AlertmanagerBoard board =
      new AlertmanagerBoard(Duration.ofMinutes(1), Duration.ofMinutes(2));

  @Test
  void sendsAFiringAlertAgainAndAgainWithItsEndAhead() {
    board.take(SampleAlerts.of("a", 0, Status.FIRING, T));
    assertThat(sendDue(T)).extracting(Sending::endsAt).containsExactly(T.plusSeconds(240));
    assertThat(sendDue(T.plusSeconds(59))).isEmpty();
    Sending again = sendDue(T.plusSeconds(60)).get(0);
    assertThat(again.startsAt()).isEqualTo(T);
    assertThat(again.endsAt()).isEqualTo(T.plusSeconds(300));
  }

  @Test
  void letsAOneSecondSoundFireForTheMinimumAndThenSaysThreeTimesThatItIsOver() {
    board.take(SampleAlerts.of("a", 0, Status.FIRING, T));
    sendDue(T);
    board.take(SampleAlerts.of("a", 1, Status.RESOLVED, T.plusSeconds(1)));
    assertThat(sendDue(T.plusSeconds(1)))
        .extracting(Sending::endsAt)
        .containsExactly(T.plusSeconds(120));
    assertThat(board.holds("a")).isTrue();

    List<Instant> sentAt = new ArrayList<>();
    for (int second = 2; second < 600; second++) {
      Instant now = T.plusSeconds(second);
      for (Sending sending : sendDue(now)) {
        assertThat(sending.endsAt()).isEqualTo(T.plusSeconds(120));
        if (!now.isBefore(sending.endsAt())) {
          sentAt.add(now);
        }
      }
    }
    assertThat(sentAt).containsExactly(T.plusSeconds(120), T.plusSeconds(180), T.plusSeconds(240));
    assertThat(board.holds("a")).isFalse();
  }

  @Test
  void endsALongAlertWhenItIsOver() {
    board.take(SampleAlerts.of("a", 0, Status.FIRING, T));
    sendDue(T);
    board.take(SampleAlerts.of("a", 1, Status.RESOLVED, T.plusSeconds(500)));
    assertThat(sendDue(T.plusSeconds(500)))
        .extracting(Sending::endsAt)
        .containsExactly(T.plusSeconds(500));
  }

  @Test
  void keepsOneAlertOfTwoIncidentsThatFollowEachOtherCloselyAndBeginsAnotherAfterAPause() {
    board.take(SampleAlerts.of("a", 0, Status.FIRING, T));
    board.take(SampleAlerts.of("a", 1, Status.RESOLVED, T.plusSeconds(1)));
    board.take(SampleAlerts.of("b", 0, Status.FIRING, T.plusSeconds(30)));
    assertThat(sendDue(T.plusSeconds(30))).extracting(Sending::startsAt).containsExactly(T);
    board.take(SampleAlerts.of("b", 1, Status.RESOLVED, T.plusSeconds(31)));
    assertThat(sendDue(T.plusSeconds(31)))
        .extracting(Sending::endsAt)
        .containsExactly(T.plusSeconds(150));

    board.take(SampleAlerts.of("c", 0, Status.FIRING, T.plusSeconds(200)));
    assertThat(sendDue(T.plusSeconds(200)))
        .extracting(Sending::startsAt)
        .containsExactly(T.plusSeconds(200));
  }

  @Test
  void endsTheFormerAlertWhenTheRuleGetsOtherLabels() {
    board.take(SampleAlerts.of("a", 0, Status.FIRING, T));
    sendDue(T);
    board.take(
        SampleAlerts.withSeverity(
            "critical", SampleAlerts.of("a", 1, Status.FIRING, T.plusSeconds(300))));
    assertThat(sendDue(T.plusSeconds(300)))
        .extracting(sending -> sending.labels().get("severity") + " " + sending.endsAt())
        .containsExactly("warning " + T.plusSeconds(300), "critical " + T.plusSeconds(300 + 240));
  }

  private List<Sending> sendDue(Instant now) {
    List<Sending> due = board.due(now);
    due.forEach(sending -> board.sent(sending, now));
    return due;
  }
}
