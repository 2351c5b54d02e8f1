"""Cameras on loopback: RTSP streams with picture and sound, with sound alone, and with a picture alone."""

import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer  # noqa: E402

PICTURE = "videotestsrc is-live=true ! video/x-raw,width=160,height=120,framerate=5/1 ! vp8enc deadline=1 ! rtpvp8pay name=pay{}"
SOUND = "audiotestsrc is-live=true freq=440 ! audio/x-raw,rate=8000,channels=1 ! alawenc ! rtppcmapay name=pay{}"

CAMERAS = {
    "/both": f"( {PICTURE.format(0)} {SOUND.format(1)} )",
    "/sound": f"( {SOUND.format(0)} )",
    "/mute": f"( {PICTURE.format(0)} )",
}

Gst.init(None)
server = GstRtspServer.RTSPServer()
server.set_address("127.0.0.1")
server.set_service(sys.argv[1])
for path, pipeline in CAMERAS.items():
    factory = GstRtspServer.RTSPMediaFactory()
    factory.set_launch(pipeline)
    factory.set_shared(True)
    server.get_mount_points().add_factory(path, factory)
if not server.attach(None):
    sys.exit(f"port {sys.argv[1]} is taken")
print(server.get_bound_port(), flush=True)
GLib.MainLoop().run()
