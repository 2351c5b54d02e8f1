package io.earwitness.testkit;

import io.earwitness.local.LocalBroker;
import io.earwitness.local.LocalRegistry;
import io.earwitness.wire.KafkaConnection;
import io.earwitness.wire.RegistryConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * A broker and a registry for tests: started with the first class that registers this extension and
 * shared by all others of the module. Tests keep apart by the names of their topics.
 *
 * <pre>
 * {@literal @}RegisterExtension static final LocalStack STACK = new LocalStack();
 * </pre>
 */
public final class LocalStack implements BeforeAllCallback {
  private static final Namespace NAMESPACE = Namespace.create(LocalStack.class);

  private Running running;

  @Override
  public void beforeAll(ExtensionContext context) {
    running =
        context
            .getRoot()
            .getStore(NAMESPACE)
            .computeIfAbsent(Running.class, key -> Running.start(), Running.class);
  }

  public KafkaConnection kafka() {
    return KafkaConnection.to(running.broker.bootstrapServers());
  }

  public RegistryConnection registry() {
    return RegistryConnection.to(running.registry.url());
  }

  /** What runs; closed by JUnit after the last class. */
  private record Running(Path folder, LocalBroker broker, LocalRegistry registry)
      implements AutoCloseable {

    static Running start() {
      try {
        Path folder = Files.createTempDirectory("earwitness-stack");
        LocalBroker broker =
            LocalBroker.start(folder.resolve("broker"), 0, Map.of("log.segment.bytes", "16777216"));
        return new Running(folder, broker, LocalRegistry.start(folder.resolve("registry"), 0));
      } catch (IOException e) {
        throw new IllegalStateException("no folder for the local stack", e);
      }
    }

    @Override
    public void close() throws IOException {
      registry.close();
      broker.close();
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}
