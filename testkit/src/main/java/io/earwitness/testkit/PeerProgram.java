package io.earwitness.testkit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;

/** A program of the system that a part is tried with. */
public final class PeerProgram implements AutoCloseable {
  private static final List<String> FOLDERS = List.of("/usr/sbin", "/usr/local/bin");

  private final Process process;

  private PeerProgram(Process process) {
    this.process = process;
  }

  /**
   * Where the program is. Where it is not, the test is skipped, or fails if all peers must be
   * there.
   *
   * @param debianPackage that brings it
   */
  public static String find(String program, String debianPackage) {
    Optional<Path> found =
        java.util.stream.Stream.concat(
                Arrays.stream(System.getenv("PATH").split(File.pathSeparator)), FOLDERS.stream())
            .map(folder -> Path.of(folder, program))
            .filter(Files::isExecutable)
            .findFirst();
    require(found.isPresent(), program, debianPackage);
    return found.orElseThrow().toString();
  }

  /**
   * Skips the test, or fails it if all peers must be there, unless a program is.
   *
   * @param debianPackages that bring it
   */
  public static void require(boolean there, String program, String debianPackages) {
    String missing =
        "%s is not installed; `apt-get install %s` brings it.".formatted(program, debianPackages);
    if (!there && "true".equals(System.getenv("CI_PEERS_REQUIRED"))) {
      throw new AssertionError(missing);
    }
    assumeTrue(there, missing);
  }

  /**
   * Starts one that serves nobody.
   *
   * @param log what it says
   */
  public static PeerProgram start(Path log, String... command) throws IOException {
    return new PeerProgram(
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start());
  }

  /**
   * Starts it, and returns when its port answers.
   *
   * @param log what it says
   */
  public static PeerProgram start(Path log, int port, String... command) throws IOException {
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    Awaitility.await(command[0])
        .atMost(Duration.ofMinutes(1))
        .until(() -> !process.isAlive() || answers(port));
    if (!process.isAlive()) {
      throw new AssertionError(command[0] + " ended: " + Files.readString(log));
    }
    return new PeerProgram(process);
  }

  /** A port that nobody listens on. */
  public static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static boolean answers(int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
