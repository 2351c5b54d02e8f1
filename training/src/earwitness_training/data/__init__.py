"""Recordings, scenes mixed from them, and captions that tell of those scenes."""
