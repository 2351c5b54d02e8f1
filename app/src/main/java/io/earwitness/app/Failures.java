package io.earwitness.app;

import io.earwitness.app.yaml.YamlFileException;
import io.earwitness.captioner.caption.CaptioningException;
import io.earwitness.flink.start.JobStartException;
import io.earwitness.local.LocalStackException;
import io.earwitness.media.MediaException;
import io.earwitness.metrics.MetricsException;
import io.earwitness.onnx.bundle.BundleException;
import io.earwitness.onnx.runtime.ExecutionProviderException;
import io.earwitness.settings.SettingsException;
import io.earwitness.topology.TopologyException;
import io.earwitness.topology.query.QueriesException;
import io.earwitness.wire.RegistryException;
import io.earwitness.wire.TopicException;
import java.util.List;
import java.util.Optional;

/** Turns what was thrown into a sentence for people. */
public final class Failures {
  /** Their messages are written for people. */
  private static final List<Class<? extends Exception>> TELLING =
      List.of(
          CommandException.class,
          YamlFileException.class,
          SettingsException.class,
          LocalStackException.class,
          MediaException.class,
          BundleException.class,
          ExecutionProviderException.class,
          CaptioningException.class,
          JobStartException.class,
          TopologyException.class,
          QueriesException.class,
          TopicException.class,
          MetricsException.class,
          RegistryException.class);

  private Failures() {}

  /** The message of the outermost exception that speaks to people, or the best that there is. */
  public static String sentence(Throwable failure) {
    return telling(failure)
        .orElseGet(
            () ->
                "Something unforeseen went wrong: %s. Run it again with --debug to see where."
                    .formatted(innermost(failure)));
  }

  private static Optional<String> telling(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (speaksToPeople(cause)) {
        return Optional.ofNullable(cause.getMessage()).map(Failures::closed);
      }
    }
    return Optional.empty();
  }

  /** A sentence ends like one. */
  private static String closed(String message) {
    return message.matches("(?s).*[.!?]") ? message : message + ".";
  }

  private static boolean speaksToPeople(Throwable cause) {
    return TELLING.stream().anyMatch(type -> type.isInstance(cause));
  }

  private static String innermost(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.toString();
  }
}
