package io.earwitness.flink.window;

import io.earwitness.captioner.window.AssemblyLimits;
import io.earwitness.captioner.window.WindowAssembler;
import io.earwitness.captioner.window.WindowGeometry;
import io.earwitness.flink.read.ReadRange;
import java.io.Serializable;
import java.time.Duration;

/**
 * How feeds are cut into windows, in a form that travels to the task managers.
 *
 * @param topic that the chunks come from
 * @param idleTimeout after which a feed that sends nothing has stalled
 * @param deadLetterBytes longest value that a dead letter holds in full
 * @param range that the job is asked for: what happens beside it is not told
 */
public record WindowPolicy(
    String topic,
    Duration length,
    Duration hop,
    Duration reorderTolerance,
    Duration idleTimeout,
    int deadLetterBytes,
    ReadRange range)
    implements Serializable {

  WindowAssembler assembler() {
    return new WindowAssembler(
        new WindowGeometry(length, hop), new AssemblyLimits(reorderTolerance, range.ends()));
  }
}
