package io.earwitness.wire;

import io.earwitness.captioner.audio.AudioChunk;
import io.earwitness.captioner.audio.AudioFormat;
import io.earwitness.captioner.audio.ChunkEncoding;
import io.earwitness.captioner.audio.Level;
import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.captioner.caption.Captioning;
import io.earwitness.captioner.caption.DecodeSettings;
import io.earwitness.captioner.caption.HeardSound;
import io.earwitness.captioner.caption.Hypothesis;
import io.earwitness.captioner.caption.ModelIdentity;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.event.DeadLetter;
import io.earwitness.captioner.event.FeedEvent;
import io.earwitness.captioner.sound.SoundEvent;
import io.earwitness.captioner.sound.SupportingCaption;
import io.earwitness.captioner.window.SourceOffsets;
import io.earwitness.captioner.window.WindowClosing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** One event of each kind with nothing left at its default, times in whole microseconds. */
final class SampleEvents {
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456Z");
  private static final SampleRate RATE = new SampleRate(48_000);

  private SampleEvents() {}

  static AudioChunk chunk() {
    return new AudioChunk(
        "küche/1",
        "session-7",
        96_000,
        4,
        NOON,
        new AudioFormat(RATE, 2),
        ChunkEncoding.PCM_S16LE,
        new byte[] {1, 2, 3, 4, 5, 6, 7, 8, -1, -2, -3, -4, -5, -6, -7, -8},
        true,
        Map.of("source", "microphone"));
  }

  static CaptionEvent caption() {
    return new CaptionEvent(
        "00112233445566778899aabbccddeeff",
        "küche/1",
        "session-7",
        3,
        14,
        720_000,
        1_200_000,
        RATE,
        NOON,
        NOON.plusSeconds(10),
        captioning(),
        new Level(-23.5, -1.25),
        480,
        WindowClosing.END_OF_SESSION,
        new ModelIdentity("enclap-small", "1.2.3", "ab".repeat(32)),
        new DecodeSettings(4, 40, 3, 0.75, true),
        "cuda",
        new SourceOffsets("audio.chunks", 2, 1000, 1010),
        NOON.plusMillis(10_100));
  }

  private static Captioning captioning() {
    return new Captioning(
        List.of(
            new Hypothesis("a dog barks while rain falls", -3.5, -0.5),
            new Hypothesis("a dog barks in the rain", -4.25, -0.75)),
        0.625,
        OptionalDouble.of(0.375),
        List.of(
            new HeardSound("dog", 0.9, Duration.ofMillis(1_500), Duration.ofMillis(2_250)),
            new HeardSound("rain", 0.8, Duration.ZERO, Duration.ofSeconds(10))),
        new float[] {0.6f, -0.8f, 0f},
        NOON.plusMillis(10_200),
        NOON.plusMillis(10_700),
        8);
  }

  static FeedEvent feedEvent() {
    return new FeedEvent(
        "ffeeddccbbaa99887766554433221100",
        "küche/1",
        "session-7",
        FeedEvent.Kind.GAP,
        48_000,
        96_000,
        NOON,
        NOON.plusSeconds(2),
        "Feed küche/1 lacks 48000 samples.");
  }

  static SoundEvent soundEvent() {
    return new SoundEvent(
        "0123456789abcdef0123456789abcdef",
        7,
        "küche/1",
        "session-7",
        "dog",
        SoundEvent.Phase.ENDED,
        NOON.plusMillis(1_500),
        NOON.plusMillis(7_250),
        Optional.of(NOON.plusMillis(7_250)),
        SoundEvent.Ending.STALLED,
        0.75,
        0.9,
        List.of(
            new SupportingCaption(
                "00112233445566778899aabbccddeeff",
                "a dog barks while rain falls",
                0.9,
                NOON.plusMillis(1_500),
                NOON.plusMillis(2_250))),
        3,
        NOON.plusSeconds(70));
  }

  static DeadLetter deadLetter() {
    return new DeadLetter(
        "audio.chunks",
        5,
        123_456,
        NOON,
        "küche/1".getBytes(java.nio.charset.StandardCharsets.UTF_8),
        new byte[] {9, 8, 7},
        4_000_000,
        "cd".repeat(32),
        List.of(
            new DeadLetter.Header("ce_id", new byte[] {1}), new DeadLetter.Header("empty", null)),
        "küche/1",
        DeadLetter.Stage.VALIDATE,
        DeadLetter.Reason.OVERLONG_PAYLOAD,
        "The payload is longer than allowed.",
        NOON.plusSeconds(1));
  }
}
