package io.earwitness.app.up;

import io.earwitness.app.Console;
import io.earwitness.app.RunningStack;
import io.earwitness.local.FolderLock;
import io.earwitness.local.LocalBroker;
import io.earwitness.local.LocalRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** The broker and the registry of one data folder, and its announcement to other commands. */
final class LocalServices implements AutoCloseable {
  private final DataFolder data;
  private final FolderLock lock;
  private final LocalBroker broker;
  private final LocalRegistry registry;

  private LocalServices(
      DataFolder data, FolderLock lock, LocalBroker broker, LocalRegistry registry) {
    this.data = data;
    this.lock = lock;
    this.broker = broker;
    this.registry = registry;
  }

  /**
   * Starts both at once.
   *
   * @throws io.earwitness.local.LocalStackException if the folder or a port is in use, or one of
   *     them does not start
   */
  static LocalServices start(UpOptions options, Console console) {
    DataFolder data = options.data();
    FolderLock lock = FolderLock.take(data.root());
    LocalBroker.tellBeforeTheEnd(data.broker(), reason -> tellEnd(reason, console));
    Stopwatch watch = new Stopwatch();
    var registry = started(() -> LocalRegistry.start(data.registry(), options.registryPort()));
    var broker = started(() -> LocalBroker.start(data.broker(), options.brokerPort()));
    try {
      var services = new LocalServices(data, lock, broker.join(), registry.join());
      console.progress(
          "Kafka %s and Schema Registry %s are up (%s)"
              .formatted(services.broker.bootstrapServers(), services.registry.url(), watch));
      services.announce(options);
      return services;
    } catch (CompletionException e) {
      // Whichever of the two did start must not stay behind.
      closeWhenStarted(broker);
      closeWhenStarted(registry);
      lock.close();
      throw e.getCause() instanceof RuntimeException known ? known : e;
    }
  }

  private static void tellEnd(String reason, Console console) {
    console.problem(
        reason
            + " Earwitness ends with it. What was kept stays: when there is room, start it again and"
            + " it goes on.");
  }

  private static <T> CompletableFuture<T> started(Supplier<T> start) {
    return CompletableFuture.supplyAsync(start, task -> new Thread(task, "start").start());
  }

  private static void closeWhenStarted(CompletableFuture<? extends AutoCloseable> service) {
    service
        .handle(
            (started, problem) -> {
              if (started instanceof LocalBroker broker) {
                broker.close();
              } else if (started instanceof LocalRegistry registry) {
                registry.close();
              }
              return null;
            })
        .join();
  }

  private void announce(UpOptions options) {
    try {
      new RunningStack(
              ProcessHandle.current().pid(),
              broker.bootstrapServers(),
              registry.url(),
              Optional.of(options.bundle().toAbsolutePath().toString()),
              Optional.of(options.feedsFile().file().toAbsolutePath()))
          .announceIn(data.root());
    } catch (IOException e) {
      close();
      throw new UncheckedIOException("%s can't be written".formatted(data.root()), e);
    }
  }

  String bootstrapServers() {
    return broker.bootstrapServers();
  }

  String registryUrl() {
    return registry.url();
  }

  @Override
  public void close() {
    try {
      RunningStack.withdrawFrom(data.root());
    } catch (IOException e) {
      throw new UncheckedIOException("%s can't be written".formatted(data.root()), e);
    } finally {
      registry.close();
      broker.close();
      lock.close();
    }
  }
}
