package io.earwitness.app.command;

import io.earwitness.app.CommandException;
import io.earwitness.app.ExistingTopic;
import io.earwitness.settings.Settings;
import io.earwitness.wire.KafkaConnection;
import io.earwitness.wire.RegistryConnection;
import io.earwitness.wire.SchemaRegistry;
import io.earwitness.wire.Topics;

/** Asks brokers and registry before a command relies on them. */
final class RulesTopics {
  private RulesTopics() {}

  /** Both must answer, and the topic of the rules must be there. */
  static void require(Settings settings) {
    requireTopic(settings, Topics.of(settings).alertRules().name());
    try (SchemaRegistry asked = SchemaRegistry.open(RegistryConnection.of(settings))) {
      asked.verify();
    }
  }

  /**
   * @throws CommandException if the topic is not there
   * @throws io.earwitness.wire.TopicException if the brokers don't answer
   */
  static void requireTopic(Settings settings, String topic) {
    ExistingTopic.require(
        KafkaConnection.of(settings),
        topic,
        "; it is created when `earwitness up` or the job starts.");
  }
}
