package io.earwitness.cluster;

import io.earwitness.local.LocalBroker;
import io.earwitness.local.LocalRegistry;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** The main class of a broker or a registry that is a process of its own. */
final class ServiceProcess {
  private ServiceProcess() {}

  /**
   * @param args {@code broker} or {@code registry}, the folder, and the port
   */
  public static void main(String[] args) throws InterruptedException {
    Path folder = Path.of(args[1]);
    int port = Integer.parseInt(args[2]);
    AutoCloseable service =
        switch (args[0]) {
          case "broker" -> LocalBroker.start(folder, port, Map.of("log.segment.bytes", "16777216"));
          case "registry" -> LocalRegistry.start(folder, port);
          default -> throw new IllegalArgumentException("no such service: " + args[0]);
        };
    System.out.printf("%s serves: %s%n", args[0], service);
    new CountDownLatch(1).await();
  }
}
