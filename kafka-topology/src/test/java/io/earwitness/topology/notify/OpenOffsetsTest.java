package io.earwitness.topology.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class OpenOffsetsTest {
  private static final TopicPartition P = new TopicPartition("alerts", 0);
  private static final TopicPartition Q = new TopicPartition("alerts", 1);

  private final OpenOffsets offsets = new OpenOffsets();

  @Test
  void letASuccessorBeginAtTheFirstWordOfWhatGoesOnAndTellNothingTwice() {
    offsets.told("a", P, 5);
    offsets.told("b", P, 6);
    offsets.told("a", P, 7);
    offsets.told("c", Q, 2);
    offsets.toldUpTo(P, 9);
    var toCommit = offsets.toCommit(Set.of("b")::contains);
    assertThat(toCommit.get(P).offset()).isEqualTo(6);
    assertThat(OpenOffsets.toldBefore(toCommit.get(P))).isEqualTo(9);
    assertThat(toCommit.get(Q).offset()).isEqualTo(3);

    assertThat(offsets.toCommit(id -> false).get(P).offset()).isEqualTo(9);
  }

  @Test
  void takeAnOffsetThatSomeoneElseCommittedAsItIs() {
    assertThat(OpenOffsets.toldBefore(new OffsetAndMetadata(4, ""))).isEqualTo(4);
  }
}
