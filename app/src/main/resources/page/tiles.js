// Spectrograms of the past, a minute at a time, and of the moment as it comes.

import * as api from './api.js';
import { BANDS, bytesOf, imageOf } from './palette.js';

export const TILE_MILLIS = 60000;
const COLUMNS = 600;
const KEPT = 40;
const AGAIN_MILLIS = 5000;

export class Tiles {
  /**
   * @param changed called when there is something new to draw
   */
  constructor(feed, changed) {
    this.feed = feed;
    this.changed = changed;
    this.tiles = new Map();
    this.asking = 0;
  }

  /** Forgets the colours, not the sound. */
  recolour() {
    for (const tile of this.tiles.values()) tile.image = null;
  }

  /** Takes sound as it comes. */
  add(strip) {
    const perColumn = TILE_MILLIS / COLUMNS;
    const columns = strip.picture.length / BANDS;
    for (let column = 0; column < columns; column++) {
      const at = strip.begin + column * perColumn;
      const tile = this.tile(Math.floor(at / TILE_MILLIS) * TILE_MILLIS);
      const place = Math.floor((at - tile.begin) / perColumn);
      tile.picture.set(strip.picture.subarray(column * BANDS, (column + 1) * BANDS), place * BANDS);
      tile.known[place] = 1;
      tile.image = null;
    }
  }

  tile(begin) {
    let tile = this.tiles.get(begin);
    if (!tile) {
      tile = { begin, picture: new Uint8Array(COLUMNS * BANDS), known: new Uint8Array(COLUMNS), image: null, state: 'new', askedAt: 0 };
      this.tiles.set(begin, tile);
      if (this.tiles.size > KEPT) this.tiles.delete(this.tiles.keys().next().value);
    }
    return tile;
  }

  /** Draws what is known of a span, and asks for the rest. */
  draw(context, from, to, edge, x, top, height) {
    context.imageSmoothingEnabled = true;
    for (let begin = Math.floor(from / TILE_MILLIS) * TILE_MILLIS; begin < to; begin += TILE_MILLIS) {
      if (begin > edge) break;
      const tile = this.tile(begin);
      this.complete(tile, edge);
      const left = x(begin);
      context.drawImage(this.imageOf(tile), left, top, x(begin + TILE_MILLIS) - left, height);
    }
  }

  /** What came live has no holes but those that there were; what lies before must be asked for. */
  complete(tile, edge) {
    const end = Math.min(tile.begin + TILE_MILLIS, edge);
    const wanted = Math.floor(((end - tile.begin) / TILE_MILLIS) * COLUMNS) - 1;
    let hole = false;
    for (let column = 0; column < wanted && !hole; column++) hole = !tile.known[column];
    const now = Date.now();
    if (!hole || tile.state === 'asking' || tile.state === 'done' || now - tile.askedAt < AGAIN_MILLIS || this.asking >= 3) return;
    this.ask(tile, end, now);
  }

  async ask(tile, end, now) {
    const whole = end === tile.begin + TILE_MILLIS;
    const columns = Math.max(1, Math.floor(((end - tile.begin) / TILE_MILLIS) * COLUMNS));
    const to = tile.begin + (columns * TILE_MILLIS) / COLUMNS;
    tile.state = 'asking';
    tile.askedAt = now;
    this.asking++;
    try {
      const answer = await api.spectrogram(this.feed, tile.begin, to, columns);
      const picture = bytesOf(answer.picture);
      for (const [first, last] of answer.covered) {
        for (let column = Math.floor(first); column < Math.min(columns, Math.ceil(last)); column++) {
          tile.picture.set(picture.subarray(column * BANDS, (column + 1) * BANDS), column * BANDS);
          tile.known[column] = 1;
        }
      }
      tile.image = null;
      tile.state = whole ? 'done' : 'new';
    } catch {
      // It is asked for again in a while.
      tile.state = 'new';
    } finally {
      this.asking--;
      this.changed();
    }
  }

  imageOf(tile) {
    if (!tile.image) {
      const image = imageOf(tile.picture, COLUMNS);
      for (let column = 0; column < COLUMNS; column++) {
        if (tile.known[column]) continue;
        for (let band = 0; band < BANDS; band++) image.data[(band * COLUMNS + column) * 4 + 3] = 0;
      }
      const canvas = document.createElement('canvas');
      canvas.width = COLUMNS;
      canvas.height = BANDS;
      canvas.getContext('2d').putImageData(image, 0, 0);
      tile.image = canvas;
    }
    return tile.image;
  }
}
