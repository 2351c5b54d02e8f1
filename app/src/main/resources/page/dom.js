// Small helpers around the document.

/** Makes an element: h('p', {class: 'x', onclick: f}, 'text', child, …). */
export function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'data') Object.assign(element.dataset, value);
    else if (name in element && typeof value !== 'string') element[name] = value;
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Sets the text only where it differs: what did not change is not laid out anew. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

const SVG = 'http://www.w3.org/2000/svg';
const ICONS = {
  play: 'M7 4.5v15l13-7.5z',
  pause: 'M6 4.5h4v15H6zM14 4.5h4v15h-4z',
  close: 'M5.6 4.2 12 10.6l6.4-6.4 1.4 1.4-6.4 6.4 6.4 6.4-1.4 1.4-6.4-6.4-6.4 6.4-1.4-1.4 6.4-6.4-6.4-6.4z',
  back: 'M15.5 4 7.5 12l8 8 1.5-1.5L10.500 12 17 5.500z',
  forward: 'm8.500 4-1.500 1.500L13.500 12 7 18.500 8.500 20l8-8z',
  link: 'M10 13.500a4.500 4.500 0 0 0 6.800.500l3-3a4.500 4.500 0 0 0-6.400-6.400l-1.700 1.700 1.400 1.400 1.700-1.700a2.500 2.500 0 1 1 3.600 3.600l-3 3a2.500 2.500 0 0 1-3.800-.300zM14 10.500a4.500 4.500 0 0 0-6.800-.500l-3 3a4.500 4.500 0 0 0 6.400 6.400l1.700-1.700-1.400-1.400-1.700 1.700A2.500 2.500 0 1 1 5.600 14.400l3-3a2.500 2.500 0 0 1 3.800.300z',
  theme: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm0 2v14a7 7 0 0 1 0-14z',
  plus: 'M11 5h2v6h6v2h-6v6h-2v-6H5v-2h6z',
  minus: 'M5 11h14v2H5z',
};

/** One of the icons above, hidden from screen readers: its button has a label. */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', ICONS[name]);
  svg.append(path);
  return svg;
}

/** A canvas as sharp as the screen; returns its size in CSS pixels and a context scaled to them. */
export function fitCanvas(canvas) {
  const scale = window.devicePixelRatio || 1;
  const width = canvas.clientWidth;
  const height = canvas.clientHeight;
  if (canvas.width !== Math.round(width * scale) || canvas.height !== Math.round(height * scale)) {
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
  }
  const context = canvas.getContext('2d');
  context.setTransform(scale, 0, 0, scale, 0, 0);
  return { context, width, height };
}

/** The value of a colour or length that the style sheet names. */
export function styleOf(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
