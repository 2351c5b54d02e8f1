package io.earwitness.onnx.runtime;

import ai.onnxruntime.OrtException;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Sessions that several threads use at once, and that are closed and opened anew after a failure:
 * never while a run uses them. Thread-safe.
 */
public final class RenewableSessions implements AutoCloseable {
  private final Supplier<ModelSessions> open;
  private final Runnable renewed;
  private final String executionProvider;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  /** Null while the last opening failed, and after {@link #close()}. */
  private ModelSessions current;

  private volatile boolean suspect;
  private boolean closed;

  /**
   * Opens the first sessions.
   *
   * @param renewed told of each later opening
   */
  public RenewableSessions(Supplier<ModelSessions> open, Runnable renewed) {
    this.open = open;
    this.renewed = renewed;
    this.current = open.get();
    this.executionProvider = current.executionProvider();
  }

  /** Something that runs graphs. */
  @FunctionalInterface
  public interface Use<T> {
    T with(ModelSessions sessions) throws OrtException;
  }

  /**
   * Runs {@code use}, on fresh sessions if the last ones became suspect.
   *
   * @throws IllegalStateException after {@link #close()}
   */
  public <T> T use(Use<T> use) throws OrtException {
    lock.readLock().lock();
    try {
      while (suspect || current == null) {
        lock.readLock().unlock();
        try {
          renew();
        } finally {
          lock.readLock().lock();
        }
      }
      return use.with(current);
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Has the sessions replaced before their next use. */
  public void suspect() {
    suspect = true;
  }

  /** What the first sessions run on. */
  public String executionProvider() {
    return executionProvider;
  }

  private void renew() {
    lock.writeLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("the sessions are closed");
      }
      if (suspect || current == null) {
        closeCurrent();
        current = open.get();
        suspect = false;
        renewed.run();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Waits for the runs under way. May be called twice. */
  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      closed = true;
      closeCurrent();
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void closeCurrent() {
    if (current != null) {
      current.close();
      current = null;
    }
  }
}
