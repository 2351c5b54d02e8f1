package io.earwitness.onnx.engine;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import io.earwitness.captioner.audio.AudioWindow;
import io.earwitness.onnx.bundle.BundleManifest;
import io.earwitness.onnx.bundle.GraphName;
import io.earwitness.onnx.runtime.ModelSessions;
import io.earwitness.onnx.runtime.Ort;
import io.earwitness.onnx.runtime.RunDeadline;
import io.earwitness.onnx.runtime.Tensors;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Encodes what is new in a window and takes the rest of its codes from the feed's window before. A
 * window that does not overlap that one, or of whose feed none is remembered, is encoded as a
 * whole.
 *
 * <p>Wants a feed's windows in their order, one batch at a time: not thread-safe.
 */
final class StreamingCodec implements WindowCodec {
  /** Feeds that are remembered; a bundle's codes and state of one are some 70 kB. */
  private static final int MOST_FEEDS = 1_000;

  private final BundleManifest.CodecStream stream;
  private final int codebooks;
  private final EngineListener listener;
  private final WaveformBuffer buffer = new WaveformBuffer();

  /** By feed, least recently heard first. */
  private final Map<String, EncodedPast> pasts =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, EncodedPast> eldest) {
          return size() > MOST_FEEDS;
        }
      };

  StreamingCodec(BundleManifest manifest, EngineListener listener) {
    this.stream = manifest.codecStream().orElseThrow();
    this.codebooks = manifest.model().codebooks();
    this.listener = listener;
  }

  @Override
  public Tensors encode(
      ModelSessions sessions,
      List<PendingWindow> windows,
      OnnxTensor waveform,
      RunDeadline deadline)
      throws OrtException {
    Batch batch = new Batch(sessions, windows, deadline);
    List<PendingWindow> left = new ArrayList<>(windows);
    while (!left.isEmpty()) {
      Set<String> feeds = new HashSet<>();
      List<PendingWindow> round =
          left.stream().filter(window -> feeds.add(window.window().feedId())).toList();
      batch.encode(round);
      left.removeAll(round);
    }
    return batch.codes();
  }

  /** The windows of one call. */
  private final class Batch {
    private final ModelSessions sessions;
    private final List<PendingWindow> windows;
    private final RunDeadline deadline;

    /** {@code int[frames · codebooks]} */
    private final Map<PendingWindow, int[]> codes = new IdentityHashMap<>();

    Batch(ModelSessions sessions, List<PendingWindow> windows, RunDeadline deadline) {
      this.sessions = sessions;
      this.windows = windows;
      this.deadline = deadline;
    }

    /**
     * @param round no two of one feed, so that each can go on from the one before
     */
    void encode(List<PendingWindow> round) throws OrtException {
      List<PendingWindow> whole = new ArrayList<>();
      Map<Integer, List<PendingWindow>> byNewSamples = new TreeMap<>();
      for (PendingWindow window : round) {
        newSamples(window)
            .ifPresentOrElse(
                fresh -> byNewSamples.computeIfAbsent(fresh, n -> new ArrayList<>()).add(window),
                () -> whole.add(window));
      }
      if (!whole.isEmpty()) {
        encodeWhole(whole);
      }
      for (Map.Entry<Integer, List<PendingWindow>> group : byNewSamples.entrySet()) {
        goOn(group.getValue(), group.getKey());
      }
      listener.windowsEncoded(whole.size(), round.size() - whole.size());
    }

    private void encodeWhole(List<PendingWindow> group) throws OrtException {
      try (OnnxTensor waveform = buffer.pack(group, group.get(0).runSamples());
          Tensors found =
              sessions.get(GraphName.CODEC).run(Map.of("waveform", waveform), deadline)) {
        remember(group, split(found.longs("codes"), group.size()), found);
      }
    }

    private void goOn(List<PendingWindow> group, int fresh) throws OrtException {
      List<int[]> known = group.stream().map(window -> knownCodes(window, fresh)).toList();
      if (fresh == 0) {
        IntStream.range(0, group.size()).forEach(i -> codes.put(group.get(i), known.get(i)));
        return;
      }
      try (OnnxTensor waveform = buffer.packEnds(group, stream.contextSamples() + fresh);
          OnnxTensor state = Ort.floats(states(group), group.size(), stream.stateSize());
          Tensors found =
              sessions
                  .get(GraphName.CODEC_STREAM)
                  .run(Map.of("waveform", waveform, "state", state), deadline)) {
        List<int[]> added = split(found.longs("codes"), group.size());
        remember(
            group,
            IntStream.range(0, group.size())
                .mapToObj(i -> joined(known.get(i), added.get(i)))
                .toList(),
            found);
      }
    }

    /** The codes of the window that its feed's past holds. */
    private int[] knownCodes(PendingWindow window, int fresh) {
      int[] before = pasts.get(window.window().feedId()).codes();
      int frames = (window.runSamples() - fresh) / stream.frameSamples();
      return Arrays.copyOfRange(before, before.length - frames * codebooks, before.length);
    }

    private FloatBuffer states(List<PendingWindow> group) {
      FloatBuffer states = FloatBuffer.allocate(group.size() * stream.stateSize());
      group.forEach(window -> states.put(pasts.get(window.window().feedId()).state()));
      return states.flip();
    }

    private void remember(List<PendingWindow> group, List<int[]> encoded, Tensors found) {
      float[] states = found.floats("next_state");
      for (int i = 0; i < group.size(); i++) {
        PendingWindow window = group.get(i);
        int from = i * stream.stateSize();
        float[] state = Arrays.copyOfRange(states, from, from + stream.stateSize());
        codes.put(window, encoded.get(i));
        String feed = window.window().feedId();
        Optional<AudioWindow.Place> place = place(window);
        if (place.isEmpty() || !isFinite(state)) {
          pasts.remove(feed);
        } else {
          pasts.put(feed, new EncodedPast(place.get(), window.runSamples(), encoded.get(i), state));
        }
      }
    }

    /** As the exact codec gives them. */
    Tensors codes() throws OrtException {
      long[] all =
          windows.stream().map(codes::get).flatMapToInt(Arrays::stream).asLongStream().toArray();
      int frames = all.length / windows.size() / codebooks;
      Tensors tensors = new Tensors();
      tensors.put("codes", Ort.longs(all, windows.size(), frames, codebooks));
      return tensors;
    }
  }

  private OptionalInt newSamples(PendingWindow window) {
    EncodedPast past = pasts.get(window.window().feedId());
    Optional<AudioWindow.Place> place = place(window);
    return past == null || place.isEmpty()
        ? OptionalInt.empty()
        : past.newSamples(
            place.get(), window.runSamples(), stream.frameSamples(), stream.contextSamples());
  }

  /** Where a window lies whose end is that of a frame: nothing can go on from any other. */
  private Optional<AudioWindow.Place> place(PendingWindow window) {
    boolean padded = window.runSamples() != window.window().samples().length;
    return padded || window.runSamples() % stream.frameSamples() != 0
        ? Optional.empty()
        : window.window().place();
  }

  private static boolean isFinite(float[] state) {
    for (float value : state) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  private static List<int[]> split(long[] codes, int windows) {
    int each = codes.length / windows;
    return IntStream.range(0, windows)
        .mapToObj(
            i ->
                Arrays.stream(codes, i * each, (i + 1) * each).mapToInt(Math::toIntExact).toArray())
        .toList();
  }

  private static int[] joined(int[] known, int[] added) {
    int[] all = Arrays.copyOf(known, known.length + added.length);
    System.arraycopy(added, 0, all, known.length, added.length);
    return all;
  }
}
