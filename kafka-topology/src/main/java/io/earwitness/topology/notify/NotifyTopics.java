package io.earwitness.topology.notify;

import io.earwitness.wire.KafkaConnection;
import io.earwitness.wire.SchemaStore;
import io.earwitness.wire.Topics;
import java.util.function.Supplier;

/**
 * What targets are told from.
 *
 * @param application its name, with which the groups' names begin
 * @param schemas opens the schemas, once per use; the user closes them
 */
record NotifyTopics(
    String application,
    KafkaConnection kafka,
    Topics topics,
    Supplier<? extends SchemaStore> schemas) {

  String alerts() {
    return topics.alerts().name();
  }

  String rules() {
    return topics.alertRules().name();
  }

  String captions() {
    return topics.captions().name();
  }

  String group(String target) {
    return "%s-notify-%s".formatted(application, target);
  }
}
