package io.earwitness.topology.query;

/** Where an instance of the application answers the others. */
public record Instance(String host, int port) {

  /** Host and port, as they stand in an address. */
  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
