package io.earwitness.captioner.window;

/** What is said for people about chunks that can't be used. */
final class Sentences {
  private Sentences() {}

  static String naming(ChunkHeader chunk) {
    return "the chunk of %d samples from sample %d of session '%s'"
        .formatted(chunk.sampleCount(), chunk.firstSample(), chunk.sessionId());
  }

  static String formatChanged(FeedState state, ChunkHeader chunk) {
    return "%s has %s and %d channel(s), but its session began with %d Hz and %d"
        .formatted(
            naming(chunk),
            chunk.format().rate(),
            chunk.format().channels(),
            state.getRateHertz(),
            state.getChannels());
  }

  static String runsBackwards(ChunkHeader chunk) {
    return "%s covers samples that other chunks of the session brought already, without being the repeat of one"
        .formatted(naming(chunk));
  }

  static String endsBeforeItsSamples(FeedState state, ChunkHeader chunk) {
    return "%s ends the session at sample %d, but samples up to %d have come"
        .formatted(naming(chunk), chunk.endSample(), state.getHighestEnd());
  }

  static String tooManyChunks(ChunkHeader chunk) {
    return "%s is one too many: the open windows consist of %d chunks already"
        .formatted(naming(chunk), OpenChunks.MOST);
  }
}
