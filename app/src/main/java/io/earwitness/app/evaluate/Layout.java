package io.earwitness.app.evaluate;

/** How the sounds of a scene lie to one another. */
public enum Layout {
  /** A recording as it is. */
  CLIP,
  /** Two sounds, anywhere in the window. */
  TOGETHER,
  /** Two sounds, the second after the first. */
  SEQUENCE,
  /** Silence, hum or noise. */
  EMPTY
}
