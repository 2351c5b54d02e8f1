// Colours of loudness: from the page's own background to the brightest (or darkest) there is.

const DARK = [[13, 17, 23], [34, 20, 78], [99, 25, 117], [176, 48, 101], [232, 98, 64], [252, 178, 72], [252, 250, 200]];
const LIGHT = [[249, 250, 251], [213, 232, 236], [140, 199, 205], [66, 154, 170], [33, 104, 138], [32, 57, 106], [24, 20, 60]];

function table(stops) {
  const colours = new Uint32Array(256);
  for (let i = 0; i < 256; i++) {
    const place = (i / 255) * (stops.length - 1);
    const low = Math.min(stops.length - 2, Math.floor(place));
    const share = place - low;
    const [r, g, b] = stops[low].map((from, c) => Math.round(from + (stops[low + 1][c] - from) * share));
    // Little-endian RGBA.
    colours[i] = (255 << 24) | (b << 16) | (g << 8) | r;
  }
  return colours;
}

const TABLES = { dark: table(DARK), light: table(LIGHT) };

export const BANDS = 48;

export function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
}

/** Base64 → bytes. */
export function bytesOf(base64) {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

/** Columns of loudness, column after column with the lowest band first, as an image. */
export function imageOf(picture, columns) {
  const image = new ImageData(Math.max(1, columns), BANDS);
  const pixels = new Uint32Array(image.data.buffer);
  const colours = isDark() ? TABLES.dark : TABLES.light;
  for (let column = 0; column < columns; column++) {
    for (let band = 0; band < BANDS; band++) {
      pixels[(BANDS - 1 - band) * columns + column] = colours[picture[column * BANDS + band]];
    }
  }
  return image;
}
