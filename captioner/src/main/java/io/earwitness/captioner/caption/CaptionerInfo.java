package io.earwitness.captioner.caption;

import io.earwitness.captioner.audio.SampleRate;
import java.util.List;

/**
 * @param inputRate the rate that {@link io.earwitness.captioner.audio.AudioWindow}s must have
 * @param executionProvider what the graphs run on: {@code cpu}, {@code cuda}
 * @param labels the kinds of sound that {@link HeardSound}s name; empty where the model has none
 */
public record CaptionerInfo(
    ModelIdentity model,
    SampleRate inputRate,
    DecodeSettings decodeSettings,
    String executionProvider,
    List<String> labels) {
  public CaptionerInfo {
    labels = List.copyOf(labels);
  }
}
