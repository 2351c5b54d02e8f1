package io.earwitness.ingest.live;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A live HTTP stream: WAV without an end, in real time. Sample {@code n} since the server's start
 * has the value {@code n % PERIOD}, whether anybody listens or not.
 */
final class CountingStream implements AutoCloseable {
  static final int RATE = 16_000;
  static final int PERIOD = 30_011;
  private static final int STEP = RATE / 20;
  private static final int HEADER_BYTES = 44;

  private final ServerSocket server;
  private final long began = System.nanoTime();
  private final AtomicLong delivered = new AtomicLong();
  private volatile Socket client;
  private volatile boolean away;
  private volatile boolean mute;

  CountingStream() throws IOException {
    server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve, "counting-stream");
    thread.setDaemon(true);
    thread.start();
  }

  String address() {
    return "http://user:hunter2@127.0.0.1:%d/live.wav".formatted(server.getLocalPort());
  }

  /** Samples that were handed to a client's socket. */
  long delivered() {
    return delivered.get();
  }

  /** Ends the connection, and refuses others until {@link #comeBack}. */
  void goAway() throws IOException {
    away = true;
    client.close();
  }

  void comeBack() {
    away = false;
  }

  /** Keeps the connection, but sends nothing. */
  void mute(boolean mute) {
    this.mute = mute;
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket accepted = server.accept()) {
        client = accepted;
        if (!away) {
          answer(accepted);
        }
      } catch (SocketException e) {
        // Cut off, as was asked for.
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void answer(Socket accepted) throws IOException {
    var in = accepted.getInputStream();
    int newlines = 0;
    for (int next = in.read(); next >= 0 && newlines < 2; ) {
      newlines = next == '\n' ? newlines + 1 : next == '\r' ? newlines : 0;
      if (newlines < 2) {
        next = in.read();
      }
    }
    OutputStream out = accepted.getOutputStream();
    out.write(
        "HTTP/1.0 200 OK\r\nContent-Type: audio/wav\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    out.write(header());
    long next = heard();
    while (!away) {
      long now = heard();
      if (mute) {
        next = now;
      } else if (now - next >= STEP) {
        ByteBuffer samples = ByteBuffer.allocate(2 * STEP).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < STEP; i++) {
          samples.putShort((short) ((next + i) % PERIOD));
        }
        out.write(samples.array());
        out.flush();
        delivered.addAndGet(STEP);
        next += STEP;
      }
      LockSupport.parkNanos(5_000_000);
    }
  }

  /** Samples since the server's start. */
  private long heard() {
    return (System.nanoTime() - began) / 1_000 * RATE / 1_000_000;
  }

  private static byte[] header() {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    header.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(-1);
    header.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    header.putShort((short) 1).putShort((short) 1).putInt(RATE).putInt(2 * RATE);
    header.putShort((short) 2).putShort((short) 16);
    header.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(-1);
    return header.array();
  }

  @Override
  public void close() throws IOException {
    away = true;
    server.close();
    if (client != null) {
      client.close();
    }
  }
}
