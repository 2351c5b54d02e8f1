package io.earwitness.captioner.window;

/** What closed a window. */
public enum WindowClosing {
  /** All its samples are there, or given up for missing. */
  COMPLETE,
  /** The session ended inside it. */
  END_OF_SESSION,
  /** A new session of the same feed began before this one ended. */
  SUPERSEDED,
  /** The feed stalled inside it. */
  TIME_OUT
}
