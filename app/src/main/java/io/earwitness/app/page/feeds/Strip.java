package io.earwitness.app.page.feeds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earwitness.app.page.answer.PageJson;
import io.earwitness.captioner.audio.Level;
import java.time.Instant;
import java.util.Base64;

/**
 * What one chunk looks like.
 *
 * @param picture columns of {@link io.earwitness.captioner.spectrum.Spectrogram}; empty where sound
 *     may not be looked at
 */
record Strip(String feedId, Instant begin, Instant end, Level level, byte[] picture) {
  ObjectNode json() {
    return PageJson.object()
        .put("feed", feedId)
        .put("begin", begin.toEpochMilli())
        .put("end", end.toEpochMilli())
        .put("rms", Math.round(level.rmsDbfs() * 10) / 10.0)
        .put("peak", Math.round(level.peakDbfs() * 10) / 10.0)
        .put("picture", Base64.getEncoder().encodeToString(picture));
  }
}
