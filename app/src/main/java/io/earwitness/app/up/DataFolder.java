package io.earwitness.app.up;

import java.nio.file.Path;

/** Where an all-in-one keeps what outlives it. */
public record DataFolder(Path root) {
  Path broker() {
    return root.resolve("broker");
  }

  Path registry() {
    return root.resolve("registry");
  }

  Path job() {
    return root.resolve("job");
  }

  Path streams() {
    return root.resolve("streams");
  }

  public Path log() {
    return root.resolve("earwitness.log");
  }
}
