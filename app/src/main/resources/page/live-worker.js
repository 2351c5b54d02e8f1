// One connection for all open pages of this browser: it allows only six to one server.

import { listen } from './connection.js';

const ports = new Set();
let state = null;

self.onconnect = (event) => {
  const port = event.ports[0];
  ports.add(port);
  port.onmessage = (message) => {
    if (message.data === 'bye') ports.delete(port);
  };
  if (state) port.postMessage(state);
};

listen((message) => {
  if (['hello', 'cut', 'full'].includes(message.kind)) state = message;
  for (const port of ports) port.postMessage(message);
});
