package io.earwitness.web;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Tells addresses that only this machine can reach. */
public final class Loopback {
  private Loopback() {}

  /**
   * Whether a server that listens on {@code host} can be reached from this machine only.
   *
   * @throws UnknownHostException if there is no such host
   */
  public static boolean is(String host) throws UnknownHostException {
    return InetAddress.getByName(host).isLoopbackAddress();
  }
}
