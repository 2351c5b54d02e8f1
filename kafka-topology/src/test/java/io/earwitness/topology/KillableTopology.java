package io.earwitness.topology;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The application in a process of its own, as people start it. */
public final class KillableTopology implements AutoCloseable {
  private final Process process;

  private KillableTopology(Process process) {
    this.process = process;
  }

  /** Starts it, and returns when it says that it runs. */
  public static KillableTopology start(Map<String, String> settings) throws IOException {
    Process process =
        new ProcessBuilder(command(settings))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String told = process.inputReader().readLine();
    if (told == null || !told.contains(" runs")) {
      process.destroyForcibly();
      throw new AssertionError("the application said: " + told);
    }
    return new KillableTopology(process);
  }

  static List<String> command(Map<String, String> settings) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                TopologyMain.class.getName()));
    settings.forEach(
        (key, value) -> {
          command.add("--set");
          command.add(key + "=" + value);
        });
    return command;
  }

  /** As {@code kill -9} does. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
