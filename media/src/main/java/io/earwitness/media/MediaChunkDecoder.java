package io.earwitness.media;

import io.earwitness.captioner.audio.AudioFormat;
import io.earwitness.captioner.audio.ChunkDecoder;
import io.earwitness.captioner.audio.ChunkEncoding;
import io.earwitness.captioner.audio.MalformedAudioException;
import io.earwitness.captioner.audio.MalformedAudioException.Reason;
import io.earwitness.captioner.audio.PcmChunkDecoder;

/** Decodes chunks of every encoding. Safe for use by several threads. */
public final class MediaChunkDecoder implements ChunkDecoder {
  private final ChunkDecoder pcm = new PcmChunkDecoder();

  @Override
  public float[] decodeMono(
      AudioFormat format, ChunkEncoding encoding, byte[] payload, int sampleCount)
      throws MalformedAudioException {
    return switch (encoding) {
      case PCM_S16LE, PCM_F32LE -> pcm.decodeMono(format, encoding, payload, sampleCount);
      case FLAC -> decode(format, encoding, "flac", payload, sampleCount);
      case OPUS -> decode(format, encoding, "ogg", payload, sampleCount);
    };
  }

  private static float[] decode(
      AudioFormat format, ChunkEncoding encoding, String container, byte[] payload, int sampleCount)
      throws MalformedAudioException {
    try (var stream = new AudioStream(Demuxer.ofBytes(payload, container))) {
      float[] mono = new float[sampleCount];
      long decoded = 0;
      float[] block;
      while ((block = stream.next()) != null) {
        requireFormat(stream, format, encoding);
        float[] mixed = Channels.toMono(block, format.channels());
        if (decoded + mixed.length <= sampleCount) {
          System.arraycopy(mixed, 0, mono, (int) decoded, mixed.length);
        }
        decoded += mixed.length;
      }
      if (stream.damagedPackets() > 0 || decoded == 0) {
        throw new MalformedAudioException(
            Reason.UNDECODABLE_PAYLOAD,
            "the %s payload has %d damaged packets and %d sound samples"
                .formatted(encoding, stream.damagedPackets(), decoded));
      }
      if (decoded != sampleCount) {
        throw new MalformedAudioException(
            Reason.SAMPLE_COUNT_MISMATCH,
            "the %s payload holds %d samples, the chunk says %d"
                .formatted(encoding, decoded, sampleCount));
      }
      return mono;
    } catch (MediaException e) {
      throw new MalformedAudioException(
          Reason.UNDECODABLE_PAYLOAD,
          "the %s payload does not decode: %s".formatted(encoding, e.getMessage()),
          e);
    }
  }

  private static void requireFormat(AudioStream stream, AudioFormat format, ChunkEncoding encoding)
      throws MalformedAudioException {
    if (stream.rateHertz() != format.rate().hertz() || stream.channels() != format.channels()) {
      throw new MalformedAudioException(
          Reason.UNDECODABLE_PAYLOAD,
          "the %s payload has %d Hz and %d channels, the chunk says %d Hz and %d"
              .formatted(
                  encoding,
                  stream.rateHertz(),
                  stream.channels(),
                  format.rate().hertz(),
                  format.channels()));
    }
  }
}
