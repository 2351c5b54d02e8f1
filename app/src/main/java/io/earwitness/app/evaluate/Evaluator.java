package io.earwitness.app.evaluate;

import io.earwitness.app.CommandException;
import io.earwitness.captioner.audio.Resampler;
import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.media.MediaException;
import io.earwitness.onnx.bundle.BundleManifest;
import io.earwitness.onnx.bundle.NamedKinds;
import io.earwitness.onnx.engine.OnnxCaptioner;
import io.earwitness.onnx.text.TextEmbedder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Hears labelled recordings, scenes mixed from them, sounds of other kinds, and quiet feeds. For
 * one thread.
 */
public final class Evaluator {
  private static final Duration QUIET_FEED = Duration.ofMinutes(5);
  private static final int WORST_TEXTS = 5;
  private static final long PROGRESS_NANOS = 5_000_000_000L;

  private final OnnxCaptioner captioner;
  private final BundleManifest manifest;
  private final int threads;
  private final Consumer<String> progress;
  private final Examiner examiner;
  private final Resampler resampler = new Resampler();

  /**
   * @param threads that the captioner's graphs run on
   * @param progress takes lines for people
   */
  public Evaluator(
      OnnxCaptioner captioner, BundleManifest manifest, int threads, Consumer<String> progress) {
    this.captioner = captioner;
    this.manifest = manifest;
    this.threads = threads;
    this.progress = progress;
    this.examiner = new Examiner(captioner, new NamedKinds(manifest.labels().items()));
  }

  /**
   * @throws CommandException if the data can't be used
   * @throws MediaException if a recording can't be read
   */
  public Evaluation evaluate(EvaluationPlan plan) throws MediaException {
    List<Recording> recordings = load(chosen(plan));
    List<Heard> clips = hear("clips", recordings.size(), clips(recordings));
    List<Scene> others = unfamiliar(plan);
    List<Heard> unfamiliar = hear("unfamiliar sounds", others.size(), others.iterator());
    SceneMixer mixer = new SceneMixer(recordings, rate(), windowSamples(), plan.seed());
    List<Scene> mixed = mixed(mixer, plan.scenes());
    long begun = System.nanoTime();
    List<Heard> scenes = hear("scenes", mixed.size(), mixed.iterator());
    List<Scene> none = Stream.generate(mixer::empty).limit(plan.scenes()).toList();
    List<Heard> empty = hear("empty scenes", none.size(), none.iterator());
    Speed speed =
        Speed.of(
            mixed.size() + none.size(),
            Duration.ofNanos(System.nanoTime() - begun),
            rate().durationOf(windowSamples()),
            threads);
    return new Evaluation(
        captioner.info(),
        plan.fold(),
        clips,
        scenes,
        empty,
        unfamiliar,
        falseEvents(recordings, plan),
        openVocabulary(clips, plan),
        speed);
  }

  private List<LabelledFile> chosen(EvaluationPlan plan) {
    List<LabelledFile> all = LabelTable.read(plan.data());
    List<LabelledFile> chosen =
        all.stream().filter(file -> plan.fold().map(f -> f == file.fold()).orElse(true)).toList();
    if (chosen.isEmpty()) {
      Set<Integer> folds = all.stream().map(LabelledFile::fold).collect(Collectors.toSet());
      throw new CommandException(
          "No recording is of fold %d; there are the folds %s"
              .formatted(plan.fold().orElseThrow(), folds.stream().sorted().toList()));
    }
    Set<String> known = new HashSet<>(captioner.info().labels());
    Set<String> unknown =
        chosen.stream()
            .map(LabelledFile::label)
            .filter(label -> !known.contains(label))
            .collect(Collectors.toCollection(java.util.TreeSet::new));
    if (!unknown.isEmpty()) {
      progress.accept(
          "The model doesn't know %s: recordings of it count as wrong."
              .formatted(String.join(", ", unknown)));
    }
    return chosen;
  }

  private List<Recording> load(List<LabelledFile> files) throws MediaException {
    List<Recording> recordings = new ArrayList<>();
    long told = System.nanoTime();
    for (LabelledFile file : files) {
      Recording recording = Recording.load(file, rate(), resampler);
      if (Trim.sound(recording.samples(), rate()).length == 0) {
        throw new CommandException("There is no sound in %s".formatted(file.file()));
      }
      recordings.add(recording);
      if (System.nanoTime() - told > PROGRESS_NANOS) {
        told = System.nanoTime();
        progress.accept("Read %d of %d recordings …".formatted(recordings.size(), files.size()));
      }
    }
    return recordings;
  }

  private List<Heard> hear(String what, int count, Iterator<Scene> scenes) {
    long[] told = {System.nanoTime()};
    return examiner.hear(
        scenes,
        done -> {
          if (System.nanoTime() - told[0] > PROGRESS_NANOS || done == count) {
            told[0] = System.nanoTime();
            progress.accept("Heard %d of %d %s …".formatted(done, count, what));
          }
        });
  }

  /** Each recording as it is, cut to one window. */
  private Iterator<Scene> clips(List<Recording> recordings) {
    return recordings.stream()
        .map(
            recording ->
                clip(
                    recording.source().name(),
                    List.of(recording.source().label()),
                    recording.samples()))
        .iterator();
  }

  private Scene clip(String name, List<String> truth, float[] samples) {
    float[] window = Arrays.copyOf(samples, Math.min(samples.length, windowSamples()));
    return new Scene(name, Layout.CLIP, truth, window);
  }

  private List<Scene> unfamiliar(EvaluationPlan plan) throws MediaException {
    List<Scene> clips = new ArrayList<>();
    for (Path folder : plan.unfamiliar()) {
      new SoundFolder(folder)
          .read(rate(), resampler)
          .forEach((name, samples) -> clips.add(clip(name, List.of(), samples)));
    }
    return clips;
  }

  private List<Scene> mixed(SceneMixer mixer, int each) {
    if (!mixer.canMix()) {
      progress.accept("There is but one kind of sound, so no scenes are mixed.");
      return List.of();
    }
    List<Scene> scenes = new ArrayList<>();
    for (int i = 0; i < each; i++) {
      scenes.add(mixer.mix(Layout.TOGETHER));
      scenes.add(mixer.mix(Layout.SEQUENCE));
    }
    return scenes;
  }

  /** Made silence and noise, the fold's own speech one after another, and the folders given. */
  private List<FalseEvents> falseEvents(List<Recording> recordings, EvaluationPlan plan)
      throws MediaException {
    List<QuietFeed> feeds = new ArrayList<>();
    int length = (int) rate().samplesIn(QUIET_FEED);
    Random random = new Random(plan.seed());
    float[] noise = new float[length];
    Backdrops.noise(noise, 0.02, random);
    Backdrops.hum(noise, rate(), 0.02, random);
    feeds.add(feed("hum and noise", noise));
    feeds.add(feed("silence", new float[length]));
    List<float[]> speech =
        recordings.stream()
            .filter(recording -> recording.source().label().equals("speech"))
            .map(Recording::samples)
            .toList();
    if (!speech.isEmpty()) {
      feeds.add(feed("speech", joined(speech)));
    }
    for (Path path : plan.quiet()) {
      SoundFolder folder = new SoundFolder(path);
      feeds.add(feed(folder.name(), joined(folder.read(rate(), resampler).values())));
    }
    List<FalseEvents> counted = new ArrayList<>();
    for (QuietFeed feed : feeds) {
      counted.add(feed.listen(examiner, captioner.info()));
      progress.accept("Listened to %d of %d quiet feeds …".formatted(counted.size(), feeds.size()));
    }
    return counted;
  }

  private QuietFeed feed(String name, float[] samples) {
    return new QuietFeed(name, rate(), samples, windowSamples());
  }

  private static float[] joined(Collection<float[]> sounds) {
    float[] all = new float[sounds.stream().mapToInt(sound -> sound.length).sum()];
    int at = 0;
    for (float[] sound : sounds) {
      System.arraycopy(sound, 0, all, at, sound.length);
      at += sound.length;
    }
    return all;
  }

  private List<OpenVocabulary.Result> openVocabulary(List<Heard> clips, EvaluationPlan plan) {
    Optional<TextEmbedder> embedder = captioner.textEmbedder();
    if (embedder.isEmpty()) {
      progress.accept("The bundle has no text tower, so rule texts are not tried.");
      return List.of();
    }
    TextEmbedder texts = embedder.get();
    if (plan.texts().isPresent()) {
      Path table = plan.texts().get();
      return List.of(
          OpenVocabulary.examine(
              table.getFileName().toString(),
              OpenVocabulary.read(table),
              clips,
              texts,
              WORST_TEXTS));
    }
    return Stream.of("known-words", "unseen-words")
        .map(
            list ->
                OpenVocabulary.examine(
                    list, OpenVocabulary.frozen(list), clips, texts, WORST_TEXTS))
        .filter(result -> result.texts() > 0)
        .toList();
  }

  private SampleRate rate() {
    return manifest.audio().sampleRate();
  }

  private int windowSamples() {
    return manifest.audio().windowSamples();
  }
}
