package io.earwitness.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;
import static org.bytedeco.ffmpeg.global.swresample.swr_alloc_set_opts2;
import static org.bytedeco.ffmpeg.global.swresample.swr_convert;
import static org.bytedeco.ffmpeg.global.swresample.swr_free;
import static org.bytedeco.ffmpeg.global.swresample.swr_init;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swresample.SwrContext;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/** Turns decoded frames of one sample format into interleaved floats at the same rate. */
final class SampleConverter implements AutoCloseable {
  private final SwrContext context;
  private final int channels;
  private FloatPointer samples = new FloatPointer(0L);

  /**
   * @param like a frame of the kind that will be converted
   */
  SampleConverter(AVFrame like) throws MediaException {
    this.channels = like.ch_layout().nb_channels();
    try (var holder = new PointerPointer<SwrContext>(1)) {
      holder.put(0, (Pointer) null);
      Ffmpeg.check(
          swr_alloc_set_opts2(
              holder,
              like.ch_layout(),
              AV_SAMPLE_FMT_FLT,
              like.sample_rate(),
              like.ch_layout(),
              like.format(),
              like.sample_rate(),
              0,
              null),
          "convert its samples");
      this.context = holder.get(SwrContext.class, 0);
    }
    Ffmpeg.check(swr_init(context), "convert its samples");
  }

  /**
   * @return {@code float[frame.nb_samples() * channels]}, interleaved
   */
  float[] convert(AVFrame frame) throws MediaException {
    int count = frame.nb_samples();
    if (samples.capacity() < (long) count * channels) {
      samples.close();
      samples = new FloatPointer((long) count * channels);
    }
    try (var planes = new PointerPointer<FloatPointer>(1)) {
      planes.put(0, samples);
      Ffmpeg.check(
          swr_convert(context, planes, count, frame.extended_data(), count), "convert its samples");
    }
    float[] converted = new float[count * channels];
    samples.get(converted);
    return converted;
  }

  @Override
  public void close() {
    swr_free(context);
    samples.close();
  }
}
