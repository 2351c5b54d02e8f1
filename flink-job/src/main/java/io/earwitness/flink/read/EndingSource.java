package io.earwitness.flink.read;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Has a bounded source end after a restore, too. Kafka's tells its readers that nothing more comes
 * when it has found partitions that it did not know; after a restore it knows them all, so says
 * nothing, and its readers wait for ever.
 *
 * @param <T> what is read
 * @param <S> its splits
 * @param <C> what the enumerator keeps in checkpoints
 */
final class EndingSource<T, S extends SourceSplit, C>
    implements Source<T, S, C>, ResultTypeQueryable<T> {
  private static final long serialVersionUID = 1L;

  private final Source<T, S, C> source;
  private final TypeInformation<T> type;

  /**
   * @param source a bounded one that looks for its splits once
   */
  EndingSource(Source<T, S, C> source, TypeInformation<T> type) {
    this.source = source;
    this.type = type;
  }

  @Override
  public Boundedness getBoundedness() {
    return source.getBoundedness();
  }

  @Override
  public SplitEnumerator<S, C> createEnumerator(SplitEnumeratorContext<S> context)
      throws Exception {
    var ending = new EndingContext<>(context);
    return new EndingEnumerator<>(source.createEnumerator(ending), ending);
  }

  @Override
  public SplitEnumerator<S, C> restoreEnumerator(SplitEnumeratorContext<S> context, C checkpoint)
      throws Exception {
    var ending = new EndingContext<>(context);
    return new EndingEnumerator<>(source.restoreEnumerator(ending, checkpoint), ending);
  }

  @Override
  public SourceReader<T, S> createReader(SourceReaderContext context) throws Exception {
    return source.createReader(context);
  }

  @Override
  public SimpleVersionedSerializer<S> getSplitSerializer() {
    return source.getSplitSerializer();
  }

  @Override
  public SimpleVersionedSerializer<C> getEnumeratorCheckpointSerializer() {
    return source.getEnumeratorCheckpointSerializer();
  }

  @Override
  public TypeInformation<T> getProducedType() {
    return type;
  }
}
