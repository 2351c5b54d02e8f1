package io.earwitness.captioner.window;

import java.lang.reflect.Method;

/** Copies of a state through its accessors alone, as a checkpoint would make them. */
final class FeedStates {
  private FeedStates() {}

  static FeedState copyOf(FeedState state) {
    FeedState copy = new FeedState();
    for (Method setter : FeedState.class.getMethods()) {
      if (setter.getName().startsWith("set")) {
        copy(state, copy, setter);
      }
    }
    return copy;
  }

  private static void copy(FeedState from, FeedState to, Method setter) {
    String field = setter.getName().substring("set".length());
    String prefix = setter.getParameterTypes()[0] == boolean.class ? "is" : "get";
    try {
      setter.invoke(to, FeedState.class.getMethod(prefix + field).invoke(from));
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("no accessor pair for " + field, e);
    }
  }
}
