package io.earwitness.local;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** How the registry's program is started. */
final class RegistryCommand {
  static final String LOG = "registry.log";

  /**
   * Ctrl-C reaches the whole process group; the registry ends when its parent no longer needs it.
   */
  private static final String DEAF_TO_CTRL_C = "trap '' INT; exec \"$@\"";

  private static final String PROGRAM = "io.quarkus.runner.GeneratedMain";

  private RegistryCommand() {}

  static ProcessBuilder of(Path home, Path folder, int port) {
    String classPath = runnerIn(home) + File.pathSeparator + ownCode();
    var builder =
        new ProcessBuilder(
            List.of(
                "sh",
                "-c",
                DEAF_TO_CTRL_C,
                "registry",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-cp",
                classPath,
                RegistryProcess.class.getName(),
                PROGRAM));
    builder.environment().putAll(environment(folder, port));
    return builder.redirectErrorStream(true).redirectOutput(folder.resolve(LOG).toFile());
  }

  private static Map<String, String> environment(Path folder, int port) {
    return Map.of(
        "QUARKUS_HTTP_HOST", Ports.HOST,
        "HTTP_PORT", Integer.toString(port),
        // Without a write delay, a schema that got its id is on disk: the process may be killed
        // next.
        "REGISTRY_DATASOURCE_URL",
            "jdbc:h2:file:%s;WRITE_DELAY=0".formatted(folder.resolve("schemas")),
        // 20 and more connections by default; here one client or two ask at a time.
        "QUARKUS_DATASOURCE_JDBC_INITIAL_SIZE", "2",
        "QUARKUS_DATASOURCE_JDBC_MIN_SIZE", "2",
        "LOG_LEVEL", "WARN",
        "REGISTRY_LOG_LEVEL", "WARN");
  }

  private static Path runnerIn(Path home) {
    try (Stream<Path> files = Files.list(home)) {
      return files
          .filter(file -> file.toString().endsWith("-runner.jar"))
          .findFirst()
          .orElseThrow(() -> notThere(home, null));
    } catch (IOException e) {
      throw notThere(home, e);
    }
  }

  private static LocalStackException notThere(Path home, IOException cause) {
    return new LocalStackException(
        "The registry's program is not in %s; a build of local-stack unpacks it there."
            .formatted(home.toAbsolutePath()),
        cause);
  }

  private static Path ownCode() {
    try {
      return Path.of(
          RegistryProcess.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the location of a loaded class is a URI", e);
    }
  }
}
