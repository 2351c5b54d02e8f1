package io.earwitness.app;

import io.earwitness.wire.KafkaConnection;
import io.earwitness.wire.TopicAdmin;

/** Asks for a topic before it is read, which would wait for it without a word. */
public final class ExistingTopic {
  private ExistingTopic() {}

  /**
   * @param otherwise how the sentence about its absence goes on, to its full stop
   * @throws CommandException if the topic is not there
   * @throws io.earwitness.wire.TopicException if the brokers don't answer
   */
  public static void require(KafkaConnection kafka, String topic, String otherwise) {
    try (TopicAdmin admin = TopicAdmin.open(kafka)) {
      if (!admin.names().contains(topic)) {
        throw new CommandException("There is no topic " + topic + " on the brokers" + otherwise);
      }
    }
  }
}
