package io.earwitness.app.deadletter;

import io.earwitness.captioner.event.DeadLetter;

/**
 * A dead letter and where it lies on its topic, which is how people name it: {@code 0-17} is the
 * one at offset 17 of partition 0.
 */
public record KeptLetter(int partition, long offset, DeadLetter letter) {
  public String id() {
    return "%d-%d".formatted(partition, offset);
  }
}
