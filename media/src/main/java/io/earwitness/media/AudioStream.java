package io.earwitness.media;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_INVALIDDATA;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import java.util.OptionalInt;
import java.util.OptionalLong;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.PointerPointer;

/** Decodes the packets of a demuxer, which it owns, to interleaved floats. For one thread. */
final class AudioStream implements AutoCloseable {
  private final Demuxer demuxer;
  private final AVFrame frame = av_frame_alloc();
  private final AVCodecContext codec;
  private final OptionalInt wantedHertz;
  private SampleConverter converter;
  private int decodedHertz;
  private int rateHertz;
  private int channels;
  private long damagedPackets;

  /** A stream at its own rate. */
  AudioStream(Demuxer demuxer) throws MediaException {
    this(demuxer, OptionalInt.empty());
  }

  /**
   * @param wantedHertz what it is resampled to
   */
  AudioStream(Demuxer demuxer, OptionalInt wantedHertz) throws MediaException {
    this.demuxer = demuxer;
    this.wantedHertz = wantedHertz;
    int codecId = demuxer.stream().codecpar().codec_id();
    AVCodec decoder = avcodec_find_decoder(codecId);
    this.codec = avcodec_alloc_context3(decoder);
    try {
      if (decoder == null) {
        throw new MediaException("no decoder knows its codec");
      }
      Ffmpeg.check(
          avcodec_parameters_to_context(codec, demuxer.stream().codecpar()), "set up its decoder");
      Ffmpeg.check(avcodec_open2(codec, decoder, (PointerPointer<?>) null), "open its decoder");
    } catch (MediaException e) {
      close();
      throw e;
    }
  }

  /**
   * Decodes on. From the first block on, {@link #rateHertz} and {@link #channels} hold.
   *
   * @return interleaved samples, or {@code null} at the end
   * @throws MediaException if the stream can't be read on, or changes its rate or channels
   */
  float[] next() throws MediaException {
    while (true) {
      int received = avcodec_receive_frame(codec, frame);
      if (received == 0) {
        return converted();
      } else if (received == AVERROR_EOF) {
        float[] rest = converter == null ? new float[0] : converter.rest();
        return rest.length == 0 ? null : rest;
      } else if (received == AVERROR_EAGAIN()) {
        feed();
      } else {
        damaged(received);
      }
    }
  }

  private void feed() throws MediaException {
    // No packet starts the draining of what the decoder holds back.
    int sent = avcodec_send_packet(codec, demuxer.next());
    if (sent < 0) {
      damaged(sent);
    }
  }

  /** One damaged packet spoils its own samples, not those of the packets behind it. */
  private void damaged(int code) throws MediaException {
    if (code != AVERROR_INVALIDDATA) {
      throw new MediaException("its audio can't be decoded: " + Ffmpeg.error(code));
    }
    damagedPackets++;
  }

  private float[] converted() throws MediaException {
    int rate = frame.sample_rate();
    int count = frame.ch_layout().nb_channels();
    if (converter == null) {
      decodedHertz = rate;
      rateHertz = wantedHertz.orElse(rate);
      channels = count;
      converter = new SampleConverter(frame, rateHertz);
    } else if (rate != decodedHertz || count != channels) {
      throw new FormatChangedException(
          "its audio changes from %d Hz and %d channels to %d Hz and %d channels"
              .formatted(decodedHertz, channels, rate, count));
    }
    return converter.convert(frame);
  }

  /** When the last block is to be heard, by the stream's own clock. */
  OptionalLong timestampMicros() {
    long timestamp = frame.best_effort_timestamp();
    if (timestamp == AV_NOPTS_VALUE) {
      return OptionalLong.empty();
    }
    int numerator = demuxer.stream().time_base().num();
    int denominator = demuxer.stream().time_base().den();
    return OptionalLong.of(Math.round(timestamp * 1e6 * numerator / denominator));
  }

  int rateHertz() {
    return rateHertz;
  }

  int channels() {
    return channels;
  }

  long damagedPackets() {
    return damagedPackets;
  }

  @Override
  public void close() {
    if (converter != null) {
      converter.close();
    }
    av_frame_free(frame);
    avcodec_free_context(codec);
    demuxer.close();
  }
}
