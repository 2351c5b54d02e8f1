package io.earwitness.flink.run;

import io.earwitness.wire.KafkaConnection;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;

/** The transactions that a broker knows of. */
final class Transactions {
  private static final Set<TransactionState> OPEN =
      Set.of(
          TransactionState.ONGOING,
          TransactionState.PREPARE_ABORT,
          TransactionState.PREPARE_COMMIT);

  private Transactions() {}

  /** Waits until no transaction whose id begins with {@code prefix} is open. */
  static void awaitNoneOpen(KafkaConnection kafka, String prefix, Duration limit) throws Exception {
    long deadline = System.nanoTime() + limit.toNanos();
    try (Admin admin = Admin.create(kafka.clientConfig())) {
      while (open(admin, prefix) > 0) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError("transactions of " + prefix + " are still open");
        }
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
  }

  private static long open(Admin admin, String prefix) throws Exception {
    Collection<TransactionListing> all =
        admin.listTransactions(new ListTransactionsOptions().filterStates(OPEN)).all().get();
    return all.stream().filter(listing -> listing.transactionalId().startsWith(prefix)).count();
  }
}
