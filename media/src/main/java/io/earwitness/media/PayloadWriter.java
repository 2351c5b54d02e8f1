package io.earwitness.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_CAP_VARIABLE_FRAME_SIZE;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_copy;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import io.earwitness.captioner.audio.AudioFormat;
import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.PointerPointer;

/** Encodes one payload. For one use and one thread. */
final class PayloadWriter implements AutoCloseable {
  private final Codec kind;
  private final AudioFormat format;
  private final AVFrame frame = av_frame_alloc();
  private final AVPacket packet = av_packet_alloc();
  private final AVCodecContext codec;
  private final MemoryMuxer muxer;

  PayloadWriter(Codec kind, AudioFormat format) throws MediaException {
    this.kind = kind;
    this.format = format;
    AVCodec encoder = avcodec_find_encoder_by_name(kind.encoder());
    this.codec = avcodec_alloc_context3(encoder);
    this.muxer = new MemoryMuxer(kind.container());
    try {
      codec.sample_fmt(kind.sampleFormat());
      codec.sample_rate(format.rate().hertz());
      codec.time_base().num(1).den(format.rate().hertz());
      av_channel_layout_default(codec.ch_layout(), format.channels());
      Ffmpeg.check(
          avcodec_open2(codec, encoder, (PointerPointer<?>) null),
          "encode %s with %d channels as %s"
              .formatted(format.rate(), format.channels(), kind.container()));
      Ffmpeg.check(
          avcodec_parameters_from_context(muxer.stream().codecpar(), codec),
          "set up the container");
      muxer.begin(codec.time_base());
    } catch (MediaException e) {
      close();
      throw e;
    }
  }

  /**
   * @param samples interleaved, in the codec's sample format
   */
  byte[] encode(ByteBuffer samples) throws MediaException {
    int bytesPerFrame = kind.bytesPerSample() * format.channels();
    int total = samples.remaining() / bytesPerFrame;
    boolean anySize = (codec.codec().capabilities() & AV_CODEC_CAP_VARIABLE_FRAME_SIZE) != 0;
    int step = anySize || codec.frame_size() == 0 ? total : codec.frame_size();
    for (int first = 0; first < total; first += step) {
      int count = Math.min(step, total - first);
      fill(samples.slice(first * bytesPerFrame, count * bytesPerFrame), first, count);
      send(frame);
    }
    send(null);
    return muxer.finish();
  }

  private void fill(ByteBuffer samples, long firstSample, int count) throws MediaException {
    av_frame_unref(frame);
    frame.format(kind.sampleFormat());
    frame.sample_rate(format.rate().hertz());
    frame.nb_samples(count);
    frame.pts(firstSample);
    av_channel_layout_copy(frame.ch_layout(), codec.ch_layout());
    Ffmpeg.check(av_frame_get_buffer(frame, 0), "allot a frame");
    byte[] bytes = new byte[samples.remaining()];
    samples.get(bytes);
    frame.data(0).put(bytes, 0, bytes.length);
  }

  private void send(AVFrame next) throws MediaException {
    Ffmpeg.check(avcodec_send_frame(codec, next), "encode");
    int received;
    while ((received = avcodec_receive_packet(codec, packet)) == 0) {
      av_packet_rescale_ts(packet, codec.time_base(), muxer.stream().time_base());
      muxer.write(packet);
      av_packet_unref(packet);
    }
    if (received != AVERROR_EAGAIN() && received != AVERROR_EOF) {
      Ffmpeg.check(received, "encode");
    }
  }

  @Override
  public void close() {
    av_frame_free(frame);
    av_packet_free(packet);
    avcodec_free_context(codec);
    muxer.close();
  }
}
