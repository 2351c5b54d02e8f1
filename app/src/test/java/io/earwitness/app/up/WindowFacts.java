package io.earwitness.app.up;

import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.event.CaptionIds;
import io.earwitness.ingest.Recording;
import io.earwitness.media.MediaException;
import io.earwitness.onnx.bundle.Bundle;
import io.earwitness.onnx.bundle.BundleSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a caption says of its window; what it says of the sound is the model's business. */
record WindowFacts(
    String captionId,
    long windowIndex,
    long windowSequence,
    long firstSample,
    long endSample,
    long missingSamples) {

  static WindowFacts of(CaptionEvent event) {
    return new WindowFacts(
        event.captionId(),
        event.windowIndex(),
        event.windowSequence(),
        event.firstSample(),
        event.endSample(),
        event.missingSamples());
  }

  /**
   * The windows that a recording implies: 10 s long, one every 5 s, the last being the first that
   * reaches the end.
   *
   * @param samples in the whole file
   */
  static List<WindowFacts> impliedBy(String feedId, Path file, long samples) throws MediaException {
    long window = 10L * Scenes.RATE.hertz();
    long hop = 5L * Scenes.RATE.hertz();
    String model = Bundle.load(BundleSource.folder(Scenes.TINY_BUNDLE)).sha256();
    Recording recording = Recording.ofFile(feedId, file);
    recording.source().close();
    List<WindowFacts> implied = new ArrayList<>();
    long end = 0;
    for (long index = 0; end < samples; index++) {
      end = Math.min(samples, index * hop + window);
      String id = CaptionIds.of(feedId, recording.sessionId(), index, model);
      implied.add(new WindowFacts(id, index, index, index * hop, end, 0));
    }
    return implied;
  }
}
