// The stream of server-sent events. It goes on where it was cut off; what can't be made up for is
// told by a hello that says so.

const KINDS = ['hello', 'full', 'caption', 'sound', 'event', 'alert', 'status', 'strips'];
const AGAIN_MILLIS = 3000;
const FULL_MILLIS = 15000;

/** Listens for ever and hands each message to `tell({kind, data})`. */
export function listen(tell) {
  let last = '';
  let timer;

  function open() {
    const source = new EventSource(last ? `/api/live?seen=${encodeURIComponent(last)}` : '/api/live');
    const again = (millis) => {
      source.close();
      clearTimeout(timer);
      timer = setTimeout(open, millis);
    };
    for (const kind of KINDS) {
      source.addEventListener(kind, (event) => {
        if (event.lastEventId) last = event.lastEventId;
        tell({ kind, data: JSON.parse(event.data) });
        if (kind === 'full') again(FULL_MILLIS);
      });
    }
    source.onerror = () => {
      tell({ kind: 'cut', data: {} });
      again(AGAIN_MILLIS);
    };
  }

  open();
}
