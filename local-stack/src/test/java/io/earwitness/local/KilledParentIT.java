package io.earwitness.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that runs the stack is killed: its folder must be usable at once. */
class KilledParentIT {
  @TempDir Path folder;

  @Test
  void leavesNoRegistryBehindAndAFolderThatStartsAgain() throws Exception {
    Process parent = startStackInAnotherProcess();
    try (var told =
        new BufferedReader(
            new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
      long registryPid = Long.parseLong(told.readLine());
      parent.destroyForcibly().waitFor();
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> ProcessHandle.of(registryPid).map(p -> !p.isAlive()).orElse(true));
    }
    try (LocalBroker broker = LocalBroker.start(folder.resolve("broker"), 0);
        LocalRegistry registry = LocalRegistry.start(folder.resolve("registry"), 0)) {
      assertThat(broker.port()).isPositive();
      assertThat(registry.port()).isPositive();
    }
  }

  private Process startStackInAnotherProcess() throws Exception {
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-D%s=%s"
                    .formatted(
                        LocalRegistry.HOME_PROPERTY,
                        System.getProperty(LocalRegistry.HOME_PROPERTY)),
                StackInAnotherProcess.class.getName(),
                folder.toString()))
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** Starts broker and registry, prints the registry's process id, and waits to be killed. */
  static final class StackInAnotherProcess {
    private StackInAnotherProcess() {}

    public static void main(String[] args) throws Exception {
      Path folder = Path.of(args[0]);
      LocalBroker.start(folder.resolve("broker"), 0);
      LocalRegistry registry = LocalRegistry.start(folder.resolve("registry"), 0);
      System.out.println(registry.pid());
      Thread.currentThread().join();
    }
  }
}
