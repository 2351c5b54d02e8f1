package io.earwitness.app.file;

import io.earwitness.captioner.audio.AudioFormat;
import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.captioner.window.AssemblyAction;
import io.earwitness.captioner.window.AssemblyLimits;
import io.earwitness.captioner.window.ChunkHeader;
import io.earwitness.captioner.window.FeedState;
import io.earwitness.captioner.window.WindowAssembler;
import io.earwitness.captioner.window.WindowGeometry;
import io.earwitness.captioner.window.WindowPlan;
import io.earwitness.captioner.window.WindowRenderer;
import io.earwitness.media.AudioFileReader;
import io.earwitness.media.Channels;
import io.earwitness.media.MediaException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Cuts a file into windows, by the same assembly that cuts feeds, so that a recording has the same
 * windows with and without a broker. For one thread.
 */
final class FileWindows {
  private static final Duration BLOCK = Duration.ofSeconds(1);

  private final AudioFileReader reader;
  private final AudioFormat mono;
  private final WindowAssembler assembler;
  private final FeedState state = new FeedState();
  private final Map<Long, float[]> kept = new HashMap<>();

  /** Takes the windows in their order. */
  interface Sink {
    /**
     * @param samples {@code float[plan.sampleCount()]} of one channel, at the file's rate
     */
    void window(WindowPlan plan, float[] samples);
  }

  FileWindows(AudioFileReader reader, WindowGeometry geometry) {
    this.reader = reader;
    this.mono = new AudioFormat(reader.format().rate(), 1);
    this.assembler = new WindowAssembler(geometry, AssemblyLimits.DEFAULT);
  }

  /** Reads the file to its end. */
  void readAll(Sink sink) throws MediaException {
    SampleRate rate = mono.rate();
    int blockFrames = (int) rate.samplesIn(BLOCK);
    long position = 0;
    float[] block = nextBlock(blockFrames);
    while (block.length > 0) {
      accept(position, block, false, sink);
      position += block.length;
      block = nextBlock(blockFrames);
    }
    accept(position, block, true, sink);
  }

  private float[] nextBlock(int frames) throws MediaException {
    return Channels.toMono(reader.read(frames), reader.format().channels());
  }

  private void accept(long firstSample, float[] block, boolean end, Sink sink) {
    Instant at = Instant.EPOCH.plus(mono.rate().durationOf(firstSample));
    var header = new ChunkHeader("file", firstSample, block.length, at, mono, end);
    for (AssemblyAction action : assembler.accept(state, header)) {
      if (action instanceof AssemblyAction.Keep) {
        kept.put(firstSample, block);
      } else if (action instanceof AssemblyAction.Ready ready) {
        sink.window(ready.window(), WindowRenderer.render(ready.window(), kept::get));
      } else if (action instanceof AssemblyAction.Forget forget) {
        kept.entrySet().removeIf(e -> e.getKey() + e.getValue().length <= forget.belowSample());
      } else if (action instanceof AssemblyAction.Refuse refused) {
        throw new IllegalStateException("a file's own samples were refused: " + refused.sentence());
      }
    }
  }
}
