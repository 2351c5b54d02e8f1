package io.earwitness.web;

import io.javalin.Javalin;
import io.javalin.util.JavalinLogger;

/** Opens ports. */
public final class Listening {
  private Listening() {}

  /**
   * Starts a server without a word in the log: what goes wrong is thrown, and whoever catches it
   * says so.
   *
   * @param port 0 for any free one
   * @return the server
   * @throws io.javalin.util.JavalinBindException if the port is in use or may not be used
   */
  public static Javalin start(Javalin server, String host, int port) {
    // It is Javalin's own switch, one for all servers; two that start at once can't leave it off.
    synchronized (Listening.class) {
      JavalinLogger.enabled = false;
      try {
        return server.start(host, port);
      } finally {
        JavalinLogger.enabled = true;
      }
    }
  }
}
