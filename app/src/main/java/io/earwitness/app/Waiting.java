package io.earwitness.app;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for the end of long work and says meanwhile how it goes. */
public final class Waiting {
  private Waiting() {}

  /**
   * @param betweenWords how often {@code tell} is run
   * @param what failed, if it does: {@code The backfill}
   * @throws CommandException if the work fails
   */
  public static void until(
      CompletableFuture<Object> end, Duration betweenWords, Runnable tell, String what)
      throws InterruptedException {
    while (true) {
      try {
        end.get(betweenWords.toMillis(), TimeUnit.MILLISECONDS);
        return;
      } catch (TimeoutException e) {
        tell.run();
      } catch (ExecutionException | CompletionException e) {
        throw new CommandException(
            "%s failed: %s".formatted(what, Failures.sentence(e.getCause())), e.getCause());
      }
    }
  }
}
