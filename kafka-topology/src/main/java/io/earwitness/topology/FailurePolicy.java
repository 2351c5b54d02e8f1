package io.earwitness.topology;

import io.earwitness.wire.RegistryException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of an instance whose thread fails: brokers that are away come back, so the thread is
 * replaced; a refusal and a defect don't pass, so the instance ends.
 */
final class FailurePolicy implements StreamsUncaughtExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(FailurePolicy.class);

  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  @Override
  public StreamThreadExceptionResponse handle(Throwable problem) {
    Throwable root = root(problem);
    if (root instanceof RetriableException || root instanceof ProducerFencedException) {
      LOG.warn("A thread failed and is replaced", problem);
      return StreamThreadExceptionResponse.REPLACE_THREAD;
    }
    failure.compareAndSet(null, problem);
    return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
  }

  /** Throws the failure that ended the instance, if one did. */
  void throwIfAny(String name) {
    Throwable problem = failure.get();
    if (problem != null) {
      throw new TopologyException(
          "The application %s can't go on: %s".formatted(name, sentence(problem)), problem);
    }
  }

  private static String sentence(Throwable problem) {
    Throwable root = root(problem);
    return root.getMessage() == null ? root.toString() : root.getMessage();
  }

  /** The registry's own exceptions wrap those of its client and say more. */
  private static Throwable root(Throwable problem) {
    Throwable root = problem;
    while (root.getCause() != null && !(root instanceof RegistryException)) {
      root = root.getCause();
    }
    return root;
  }
}
