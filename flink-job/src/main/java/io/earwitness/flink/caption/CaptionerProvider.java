package io.earwitness.flink.caption;

import io.earwitness.captioner.caption.Captioner;
import java.io.Serializable;

/** Where a task manager gets its captioner from. Travels there with the job. */
@FunctionalInterface
public interface CaptionerProvider extends Serializable {
  /**
   * A captioner, perhaps shared with others. Whoever asks closes it.
   *
   * @param resources of the subtask that asks
   * @throws RuntimeException with a sentence for people, if there can't be one
   */
  Captioner acquire(TaskResources resources);
}
