package io.earwitness.app.up;

/** Tells how long something took, for people: {@code 2.4 s}. */
final class Stopwatch {
  private final long began = System.nanoTime();

  @Override
  public String toString() {
    return "%.1f s".formatted((System.nanoTime() - began) / 1e9);
  }
}
