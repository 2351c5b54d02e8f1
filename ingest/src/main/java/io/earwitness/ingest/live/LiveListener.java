package io.earwitness.ingest.live;

/** Is told how a live feed is doing. Called on the feed's threads. */
public interface LiveListener {
  /**
   * Sound is coming in.
   *
   * @param what container, codec, rate and channels
   */
  void connected(String feedId, String what);

  /**
   * Sound no longer comes in.
   *
   * @param sentence what happened and what follows, for people; without passwords
   */
  void interrupted(String feedId, String sentence);

  /**
   * Something else that people should know.
   *
   * @param sentence for people
   */
  void warned(String feedId, String sentence);
}
