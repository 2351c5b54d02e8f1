// The timeline of one feed: what it sounded like, the sounds in it, and the captions.

import { fitCanvas, h, styleOf } from './dom.js';
import * as format from './format.js';
import { isDark } from './palette.js';
import { position, player } from './player.js';
import { edgeOf, store } from './store.js';
import { Tiles } from './tiles.js';

const SHORTEST = 10000;
const LONGEST = 86400000;
const SPECTRUM_HEIGHT = 132;
const LANE_HEIGHT = 22;
const MOST_LANES = 10;
const CAPTION_HEIGHT = 42;
const AXIS_HEIGHT = 24;
const GAP = 8;
const STEPS = [1e3, 2e3, 5e3, 1e4, 1.5e4, 3e4, 6e4, 12e4, 3e5, 6e5, 9e5, 18e5, 36e5, 72e5, 108e5, 216e5, 432e5];
const FLOOR_DB = -70;

export class Chart {
  /**
   * @param model {captions(): sorted, sounds(): [], events(): []}
   * @param on {range(from, to), caption(caption), sound(sound), listen(at)}
   */
  constructor(feed, model, on) {
    this.feed = feed;
    this.model = model;
    this.on = on;
    this.length = matchMedia('(max-width: 36rem)').matches ? 30000 : 60000;
    this.to = Date.now();
    this.follows = true;
    this.selected = null;
    this.boxes = [];
    this.dirty = true;
    this.tiles = store.wall.audio ? new Tiles(feed, () => this.touch()) : null;
    this.canvas = h('canvas', {
      class: 'chart', tabindex: '0', role: 'img', 'aria-describedby': 'chart-keys',
      'aria-label': `Timeline of ${feed}; the captions are listed below it`,
    });
    this.listen();
    this.observer = new ResizeObserver(() => this.touch());
    this.observer.observe(this.canvas);
    this.frame = requestAnimationFrame(() => this.tick());
  }

  close() {
    cancelAnimationFrame(this.frame);
    clearTimeout(this.later);
    this.observer.disconnect();
  }

  get from() {
    return this.to - this.length;
  }

  touch() {
    this.dirty = true;
  }

  edge() {
    return edgeOf(this.feed) || Date.now();
  }

  /** Follows the moment, or stays where it is. */
  follow(follows) {
    this.follows = follows;
    this.touch();
    this.on.range(this.from, this.to);
  }

  show(from, to, follows = false) {
    const edge = this.edge();
    this.length = Math.max(SHORTEST, Math.min(LONGEST, to - from));
    this.to = follows ? edge : Math.min(to, edge + this.length * 0.5);
    this.follows = follows;
    this.touch();
    this.on.range(this.from, this.to);
  }

  pan(share) {
    const to = this.to + this.length * share;
    const follows = to >= this.edge();
    this.show(to - this.length, to, follows);
  }

  /** Around a moment; the edge stays where it is while the moment is followed. */
  zoom(factor, around = this.follows ? this.to : this.to - this.length / 2) {
    const length = Math.max(SHORTEST, Math.min(LONGEST, this.length * factor));
    const from = around - (around - this.from) * (length / this.length);
    this.show(from, from + length, this.follows && around === this.to);
  }

  listen() {
    const canvas = this.canvas;
    let grabbed = null;
    canvas.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return;
      grabbed = { x: event.offsetX, to: this.to, moved: false };
      canvas.setPointerCapture(event.pointerId);
    });
    canvas.addEventListener('pointermove', (event) => {
      if (grabbed) {
        const by = event.offsetX - grabbed.x;
        if (Math.abs(by) > 4) grabbed.moved = true;
        if (grabbed.moved) {
          const to = grabbed.to - (by / this.width) * this.length;
          this.show(to - this.length, to, to >= this.edge());
        }
        return;
      }
      canvas.style.cursor = this.boxAt(event.offsetX, event.offsetY) ? 'pointer' : this.tiles && event.offsetY < SPECTRUM_HEIGHT ? 'crosshair' : 'grab';
      canvas.title = this.boxAt(event.offsetX, event.offsetY)?.title ?? '';
    });
    canvas.addEventListener('pointerup', (event) => {
      const was = grabbed;
      grabbed = null;
      if (!was || was.moved) return;
      const box = this.boxAt(event.offsetX, event.offsetY);
      if (box) box.open();
      else if (event.offsetY < SPECTRUM_HEIGHT) this.on.listen(this.timeAt(event.offsetX));
    });
    canvas.addEventListener('pointercancel', () => (grabbed = null));
    canvas.addEventListener('wheel', (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey) {
        event.preventDefault();
        const around = this.follows ? this.to : this.timeAt(event.offsetX);
        this.zoom(Math.exp(event.deltaY / 400), around);
      } else if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        event.preventDefault();
        this.pan(event.deltaX / this.width);
      }
    }, { passive: false });
    canvas.addEventListener('keydown', (event) => this.key(event));
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const keys = {
      ArrowLeft: () => this.pan(event.shiftKey ? -1 : -0.2),
      ArrowRight: () => this.pan(event.shiftKey ? 1 : 0.2),
      '+': () => this.zoom(0.5), '=': () => this.zoom(0.5), '-': () => this.zoom(2),
      Home: () => this.follow(true), l: () => this.follow(true),
    };
    if (!keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  }

  boxAt(x, y) {
    // What was drawn last lies on top.
    return this.boxes.findLast((box) => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom);
  }

  timeAt(x) {
    return this.from + (x / this.width) * this.length;
  }

  /** A few times a second while it moves, at once after a change. */
  tick() {
    if (this.follows) {
      const edge = this.edge();
      if (edge !== this.to) {
        this.to = edge;
        this.dirty = true;
      }
    }
    if (this.dirty || (player.feed === this.feed && this.playhead !== position())) {
      this.dirty = false;
      this.playhead = position();
      this.draw();
    }
    this.later = setTimeout(() => {
      this.frame = requestAnimationFrame(() => this.tick());
    }, 60);
  }

  draw() {
    const lanes = this.lanes();
    const spectrum = SPECTRUM_HEIGHT;
    const wanted = spectrum + GAP + lanes.length * LANE_HEIGHT + (lanes.length ? GAP : 0) + 2 * CAPTION_HEIGHT + AXIS_HEIGHT;
    if (this.canvas.clientHeight !== wanted) this.canvas.style.height = `${wanted}px`;
    const { context, width, height } = fitCanvas(this.canvas);
    this.width = width;
    if (!width) return;
    const x = (time) => ((time - this.from) / this.length) * width;
    const look = {
      text: styleOf('--text'), quiet: styleOf('--quiet'), line: styleOf('--line'), accent: styleOf('--accent'),
      ground: styleOf('--scope'), block: styleOf('--block'), chosen: styleOf('--chosen'), warn: styleOf('--warn'),
    };
    this.boxes = [];
    context.clearRect(0, 0, width, height);
    context.fillStyle = look.ground;
    context.fillRect(0, 0, width, spectrum);
    this.drawAxis(context, x, width, height, look);
    if (this.tiles && this.length <= store.wall.longestPicture) this.tiles.draw(context, this.from, this.to, this.edge(), x, 0, spectrum);
    else this.drawLevels(context, x, spectrum, look);
    this.drawEvents(context, x, spectrum, look);
    let top = spectrum + GAP;
    for (const lane of lanes) {
      this.drawLane(context, x, lane, top, look);
      top += LANE_HEIGHT;
    }
    if (lanes.length) top += GAP;
    this.drawCaptions(context, x, top, look);
    if (player.feed === this.feed && this.playhead !== null) {
      context.fillStyle = look.accent;
      context.fillRect(x(this.playhead) - 1, 0, 2, height - AXIS_HEIGHT);
    }
  }

  drawAxis(context, x, width, height, look) {
    const step = STEPS.find((one) => (one / this.length) * width >= 76) ?? 864e5;
    const zone = new Date(this.to).getTimezoneOffset() * 60000;
    context.font = '12px system-ui, sans-serif';
    context.textAlign = 'center';
    context.textBaseline = 'bottom';
    for (let time = Math.ceil((this.from - zone) / step) * step + zone; time < this.to; time += step) {
      context.fillStyle = look.line;
      context.fillRect(Math.round(x(time)), 0, 1, height - AXIS_HEIGHT + 4);
      context.fillStyle = look.quiet;
      context.fillText(step < 60000 ? format.clock(time) : format.minute(time), x(time), height - 2);
    }
  }

  /** Too long to draw each sound: how loud each window was. */
  drawLevels(context, x, height, look) {
    context.fillStyle = look.accent;
    context.globalAlpha = 0.55;
    for (const caption of this.visible()) {
      const share = Math.max(0.01, 1 - caption.rms / FLOOR_DB);
      const left = x(caption.begin);
      context.fillRect(left, height * (1 - share), Math.max(1, (x(caption.end) - left) / 2), height * share);
    }
    context.globalAlpha = 1;
  }

  drawEvents(context, x, height, look) {
    context.font = '600 11px system-ui, sans-serif';
    context.textAlign = 'left';
    context.textBaseline = 'top';
    for (const event of this.model.events()) {
      if (event.at < this.from || event.at > this.to) continue;
      const left = x(event.at);
      const bad = !['SESSION_BEGAN', 'SESSION_ENDED'].includes(event.kind);
      context.fillStyle = bad ? look.warn : look.quiet;
      context.fillRect(left, 0, 1.5, height);
      const words = format.eventName(event.kind);
      const wide = context.measureText(words).width;
      context.globalAlpha = 0.9;
      context.fillRect(left, 0, wide + 10, 17);
      context.globalAlpha = 1;
      context.fillStyle = look.ground;
      context.fillText(words, left + 5, 3);
      this.boxes.push({ left, right: left + wide + 10, top: 0, bottom: 17, title: event.detail, open: () => {} });
    }
  }

  visible() {
    return this.model.captions().filter((caption) => caption.end > this.from && caption.begin < this.to);
  }

  /** The kinds of sound within view, each on a lane; the most frequent ones if there are many. */
  lanes() {
    const lanes = new Map();
    for (const sound of this.model.sounds()) {
      if (sound.end <= this.from || sound.begin >= this.to) continue;
      if (!lanes.has(sound.label)) lanes.set(sound.label, []);
      lanes.get(sound.label).push(sound);
    }
    return [...lanes].sort((one, other) => other[1].length - one[1].length || (one[0] < other[0] ? -1 : 1))
      .slice(0, MOST_LANES).sort((one, other) => (one[0] < other[0] ? -1 : 1));
  }

  drawLane(context, x, [label, sounds], top, look) {
    const hue = format.hueOf(label);
    const height = LANE_HEIGHT - 4;
    context.fillStyle = look.ground;
    context.fillRect(0, top, this.width, height);
    for (const sound of sounds) {
      const left = x(sound.begin);
      const right = Math.max(left + 3, x(sound.end));
      context.fillStyle = `hsl(${hue} ${isDark() ? '60% 58%' : '58% 45%'} / ${0.35 + 0.6 * sound.confidence})`;
      context.beginPath();
      context.roundRect(left, top, right - left, height, 4);
      context.fill();
      this.boxes.push({
        left, right, top, bottom: top + height,
        title: `${format.labelName(label)} ${format.span(sound.begin, sound.end)}, ${format.percent(sound.confidence)}`,
        open: () => this.on.sound(sound),
      });
    }
    context.font = '12px system-ui, sans-serif';
    context.textAlign = 'left';
    context.textBaseline = 'middle';
    const name = format.labelName(label);
    context.fillStyle = look.ground;
    context.globalAlpha = 0.75;
    context.fillRect(0, top, context.measureText(name).width + 12, height);
    context.globalAlpha = 1;
    context.fillStyle = look.text;
    context.fillText(name, 6, top + height / 2 + 0.5);
  }

  /** Windows overlap: they take turns on two rows. */
  drawCaptions(context, x, top, look) {
    const ends = [-Infinity, -Infinity];
    context.font = '13px system-ui, sans-serif';
    context.textAlign = 'left';
    for (const caption of this.visible()) {
      const row = ends[0] <= caption.begin + 50 ? 0 : ends[1] <= caption.begin + 50 ? 1 : ends[0] < ends[1] ? 0 : 1;
      ends[row] = caption.end;
      const left = x(caption.begin);
      const wide = Math.max(2, x(caption.end) - left - 2);
      const y = top + row * CAPTION_HEIGHT;
      const chosen = caption.id === this.selected;
      context.fillStyle = chosen ? look.chosen : look.block;
      context.globalAlpha = chosen ? 1 : 0.45 + 0.55 * caption.confidence;
      context.beginPath();
      context.roundRect(left, y, wide, CAPTION_HEIGHT - 4, 5);
      context.fill();
      context.globalAlpha = 1;
      if (wide > 44) this.write(context, caption.text, left, y, wide, look);
      this.boxes.push({ left, right: left + wide, top: y, bottom: y + CAPTION_HEIGHT - 4, title: caption.text, open: () => this.on.caption(caption) });
    }
  }

  /** On two lines at most, beginning where the block can be seen. */
  write(context, text, left, y, wide, look) {
    const begin = Math.max(left, 0) + 7;
    const room = left + wide - begin - 6;
    if (room < 30) return;
    const lines = [''];
    for (const word of text.split(' ')) {
      const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
      if (context.measureText(longer).width <= room || !lines.at(-1)) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    const shown = lines.slice(0, 2);
    if (lines.length > 2) shown[1] += ' …';
    context.save();
    context.beginPath();
    context.rect(begin - 2, y, room + 6, CAPTION_HEIGHT);
    context.clip();
    context.fillStyle = look.text;
    context.textBaseline = 'middle';
    shown.forEach((line, i) => context.fillText(line, begin, y + (CAPTION_HEIGHT - 4) / 2 + (shown.length === 1 ? 0 : i ? 8.5 : -8.5)));
    context.restore();
  }
}
