package io.earwitness.captioner.window;

/**
 * All that the {@link WindowAssembler} knows about one feed: small, and without payloads.
 *
 * <p>Mutable, with accessors for every field and plain field types, so that stream processors can
 * checkpoint it without a serializer of its own. Only the assembler gives it meaning. Not safe for
 * use by several threads.
 */
public final class FeedState {
  /** The session that chunks are taken from; empty before the first one. */
  private String sessionId = "";

  /** Whether that session has come to its end. */
  private boolean ended;

  /** Sample rate of the session. */
  private int rateHertz;

  /** Channels of the session. */
  private int channels;

  /** Samples in a full window of the session. */
  private int windowSamples;

  /** Samples from the begin of one of its windows to the begin of the next. */
  private int hopSamples;

  /** Index of the next window that may close; all below are closed or skipped. */
  private long nextWindow;

  /** Windows closed so far, over all sessions. */
  private long windowSequence;

  /** Samples below this one are in a closed window, given up or refused as late. */
  private long settledBelow;

  /** End of the highest chunk accepted. */
  private long highestEnd;

  /** Of each chunk that windows still need, ascending: its first sample. */
  private long[] chunkFirsts = {};

  /** Of each such chunk: its number of samples. */
  private int[] chunkCounts = {};

  /** Of each such chunk: its event time, in microseconds since 1970. */
  private long[] chunkTimes = {};

  /** First sample of the chunk accepted last, whether or not it is still needed. */
  private long lastFirst;

  /** Its event time, in microseconds since 1970. */
  private long lastTime;

  /** Of each chunk accepted a short while ago, the oldest first: its first sample. */
  private long[] recentFirsts = {};

  /** Of each such chunk: its number of samples. */
  private int[] recentCounts = {};

  /** Given up and not come since, as {@link SampleRanges}; the oldest are dropped. */
  private long[] missing = {};

  /** Sessions before this one, the oldest first. */
  private String[] pastSessions = {};

  public String getSessionId() {
    return sessionId;
  }

  public void setSessionId(String sessionId) {
    this.sessionId = sessionId;
  }

  public boolean isEnded() {
    return ended;
  }

  public void setEnded(boolean ended) {
    this.ended = ended;
  }

  public int getRateHertz() {
    return rateHertz;
  }

  public void setRateHertz(int rateHertz) {
    this.rateHertz = rateHertz;
  }

  public int getChannels() {
    return channels;
  }

  public void setChannels(int channels) {
    this.channels = channels;
  }

  public int getWindowSamples() {
    return windowSamples;
  }

  public void setWindowSamples(int windowSamples) {
    this.windowSamples = windowSamples;
  }

  public int getHopSamples() {
    return hopSamples;
  }

  public void setHopSamples(int hopSamples) {
    this.hopSamples = hopSamples;
  }

  public long getNextWindow() {
    return nextWindow;
  }

  public void setNextWindow(long nextWindow) {
    this.nextWindow = nextWindow;
  }

  public long getWindowSequence() {
    return windowSequence;
  }

  public void setWindowSequence(long windowSequence) {
    this.windowSequence = windowSequence;
  }

  public long getSettledBelow() {
    return settledBelow;
  }

  public void setSettledBelow(long settledBelow) {
    this.settledBelow = settledBelow;
  }

  public long getHighestEnd() {
    return highestEnd;
  }

  public void setHighestEnd(long highestEnd) {
    this.highestEnd = highestEnd;
  }

  public long[] getChunkFirsts() {
    return chunkFirsts;
  }

  public void setChunkFirsts(long[] chunkFirsts) {
    this.chunkFirsts = chunkFirsts;
  }

  public int[] getChunkCounts() {
    return chunkCounts;
  }

  public void setChunkCounts(int[] chunkCounts) {
    this.chunkCounts = chunkCounts;
  }

  public long[] getChunkTimes() {
    return chunkTimes;
  }

  public void setChunkTimes(long[] chunkTimes) {
    this.chunkTimes = chunkTimes;
  }

  public long getLastFirst() {
    return lastFirst;
  }

  public void setLastFirst(long lastFirst) {
    this.lastFirst = lastFirst;
  }

  public long getLastTime() {
    return lastTime;
  }

  public void setLastTime(long lastTime) {
    this.lastTime = lastTime;
  }

  public long[] getRecentFirsts() {
    return recentFirsts;
  }

  public void setRecentFirsts(long[] recentFirsts) {
    this.recentFirsts = recentFirsts;
  }

  public int[] getRecentCounts() {
    return recentCounts;
  }

  public void setRecentCounts(int[] recentCounts) {
    this.recentCounts = recentCounts;
  }

  public long[] getMissing() {
    return missing;
  }

  public void setMissing(long[] missing) {
    this.missing = missing;
  }

  public String[] getPastSessions() {
    return pastSessions;
  }

  public void setPastSessions(String[] pastSessions) {
    this.pastSessions = pastSessions;
  }
}
