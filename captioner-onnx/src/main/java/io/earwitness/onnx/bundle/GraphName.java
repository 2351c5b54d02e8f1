package io.earwitness.onnx.bundle;

/** The graphs of a bundle. */
public enum GraphName {
  CODEC("codec"),
  CLAP_AUDIO("clapAudio"),
  ENCODER("encoder"),
  DECODER("decoder"),
  CLAP_TEXT("clapText"),
  CODEC_STREAM("codecStream");

  private final String key;

  GraphName(String key) {
    this.key = key;
  }

  /** Its name in {@code bundle.json}. */
  public String key() {
    return key;
  }
}
