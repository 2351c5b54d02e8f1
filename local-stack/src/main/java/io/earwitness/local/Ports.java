package io.earwitness.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** TCP ports on the loopback address, which is all that the local stack listens on. */
public final class Ports {
  static final String HOST = "127.0.0.1";

  private Ports() {}

  /**
   * @param wanted a port, or 0 for any free one
   * @param what takes it, for the error's sentence: "broker"
   * @return the port, free a moment ago
   * @throws LocalStackException if the wanted port is in use
   */
  public static int claim(int wanted, String what) {
    try (ServerSocket socket = new ServerSocket()) {
      // A port that an earlier run left in TIME_WAIT is as good as free.
      socket.setReuseAddress(wanted != 0);
      socket.bind(new InetSocketAddress(InetAddress.getByName(HOST), wanted));
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new LocalStackException(
          "Port %d, wanted for the %s, is in use (%s).".formatted(wanted, what, e.getMessage()), e);
    }
  }
}
