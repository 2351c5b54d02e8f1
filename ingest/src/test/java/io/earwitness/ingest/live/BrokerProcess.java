package io.earwitness.ingest.live;

import io.earwitness.local.LocalBroker;
import io.earwitness.testkit.PeerProgram;
import io.earwitness.wire.KafkaConnection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A broker in a process of its own, which can be killed and started again. */
final class BrokerProcess implements AutoCloseable {
  private final Path folder;
  private final int port = PeerProgram.freePort();
  private Process process;

  BrokerProcess(Path folder) throws IOException {
    this.folder = folder;
    start();
  }

  void start() throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                BrokerProcess.class.getName(),
                folder.resolve("broker").toString(),
                Integer.toString(port))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("broker.log").toFile()))
            .start();
  }

  /** As the kernel does it: without a word. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  KafkaConnection kafka() {
    return KafkaConnection.to("127.0.0.1:" + port);
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }

  /**
   * @param args the folder and the port
   */
  public static void main(String[] args) throws InterruptedException {
    LocalBroker.start(Path.of(args[0]), Integer.parseInt(args[1]));
    new CountDownLatch(1).await();
  }
}
