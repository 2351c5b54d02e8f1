package io.earwitness.captioner.overload;

/** What is given up so that captions come in time. Each step includes those before it. */
public enum OverloadStep {
  /** Nothing. */
  NONE,
  /** A wide search: each caption is what the model finds with one beam. */
  FEWER_BEAMS,
  /** Every second window of a session. */
  WIDER_HOP,
  /** Every window, until those that follow are fresh enough. */
  SKIP_AHEAD
}
