package io.earwitness.testkit;

import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a {@link FakeCaptioner} does.
 *
 * @param rateHertz of the windows that it takes
 * @param millisPerWindow how long each window takes it, one after the other; 0 for no time at all
 * @param hangs feeds whose windows it never answers
 * @param fails feeds whose windows it can't caption
 */
public record Behaviour(int rateHertz, int millisPerWindow, Set<String> hangs, Set<String> fails)
    implements Serializable {

  /** Captions every window at once. */
  public static Behaviour prompt(int rateHertz) {
    return new Behaviour(rateHertz, 0, Set.of(), Set.of());
  }

  public Behaviour slow(int millis) {
    return new Behaviour(rateHertz, millis, hangs, fails);
  }

  public Behaviour hangingOn(String... feeds) {
    return new Behaviour(rateHertz, millisPerWindow, new HashSet<>(List.of(feeds)), fails);
  }

  public Behaviour failingOn(String... feeds) {
    return new Behaviour(rateHertz, millisPerWindow, hangs, new HashSet<>(List.of(feeds)));
  }
}
