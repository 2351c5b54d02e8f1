package io.earwitness.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;

/**
 * A compressed encoding and its container, in FFmpeg's names.
 *
 * @param sampleFormat of the encoder's input, interleaved
 */
record Codec(String encoder, String container, int sampleFormat, int bytesPerSample) {
  static final Codec FLAC = new Codec("flac", "flac", AV_SAMPLE_FMT_S16, Short.BYTES);
  static final Codec OPUS = new Codec("libopus", "opus", AV_SAMPLE_FMT_FLT, Float.BYTES);
}
