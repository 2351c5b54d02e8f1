package io.earwitness.flink.write;

import io.earwitness.wire.KafkaConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;

/** The transactions that an earlier run of the job left behind. */
final class OldTransactions {
  private static final Set<TransactionState> OPEN =
      Set.of(
          TransactionState.ONGOING,
          TransactionState.PREPARE_ABORT,
          TransactionState.PREPARE_COMMIT);
  private static final long POLL_MILLIS = 50;

  private OldTransactions() {}

  /**
   * Waits until each is either committed or aborted, which this run's committers and the brokers'
   * time-out see to.
   *
   * @param idPrefix of the transactions
   * @param until later ones are this run's own
   * @throws IllegalStateException if one is still open after {@code limit}
   */
  static void awaitSettled(KafkaConnection kafka, String idPrefix, Instant until, Duration limit)
      throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    try (Admin admin = Admin.create(kafka.clientConfig())) {
      while (anyOpen(admin, idPrefix, until)) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException(
              "a transaction %s… of an earlier run is still open".formatted(idPrefix));
        }
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("the brokers don't tell of transactions", e.getCause());
    }
  }

  private static boolean anyOpen(Admin admin, String idPrefix, Instant until)
      throws ExecutionException, InterruptedException {
    List<String> open =
        admin
            .listTransactions(new ListTransactionsOptions().filterStates(OPEN))
            .all()
            .get()
            .stream()
            .map(TransactionListing::transactionalId)
            .filter(id -> id.startsWith(idPrefix))
            .toList();
    return admin.describeTransactions(open).all().get().values().stream()
        .filter(transaction -> OPEN.contains(transaction.state()))
        .map(TransactionDescription::transactionStartTimeMs)
        .anyMatch(start -> start.isPresent() && start.getAsLong() <= until.toEpochMilli());
  }
}
