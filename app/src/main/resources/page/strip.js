// A spectrogram that moves: the newest sound on the right.

import { BANDS, imageOf } from './palette.js';

const SECONDS = 30;
const PER_SECOND = 10;
const COLUMNS = SECONDS * PER_SECOND;
const CALM = matchMedia('(prefers-reduced-motion: reduce)');

export class MovingStrip {
  constructor(canvas) {
    this.canvas = canvas;
    canvas.width = COLUMNS;
    canvas.height = BANDS;
    this.context = canvas.getContext('2d');
    this.end = 0;
  }

  /** Draws anew what is known. */
  reset(strips) {
    this.context.clearRect(0, 0, COLUMNS, BANDS);
    this.end = 0;
    strips.forEach((strip) => this.add(strip, false));
  }

  /** Shifts what is there to the left by as much as is new; what never came stays empty. */
  add(strip, moving = true) {
    const columns = strip.picture.length / BANDS;
    if (!columns || strip.end <= this.end) return;
    const shift = this.end ? Math.round(((strip.end - this.end) / 1000) * PER_SECOND) : columns;
    this.end = strip.end;
    if (shift >= COLUMNS) {
      this.context.clearRect(0, 0, COLUMNS, BANDS);
    } else {
      this.context.globalCompositeOperation = 'copy';
      this.context.drawImage(this.canvas, -shift, 0);
      this.context.globalCompositeOperation = 'source-over';
    }
    this.context.putImageData(imageOf(strip.picture, columns), COLUMNS - columns, 0);
    if (moving && !CALM.matches && shift < COLUMNS && this.canvas.dataset.visible !== 'no') {
      this.canvas.animate(
        [{ transform: `translateX(${(shift / COLUMNS) * 100}%)` }, { transform: 'translateX(0)' }],
        { duration: (shift / PER_SECOND) * 1000, easing: 'linear' });
    }
  }
}
