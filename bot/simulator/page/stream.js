// The live stream. The browser reconnects by itself and sends Last-Event-ID; a server that
// answers with an error closes the stream for good, so that case is tried again here.

const EVENTS = [
  "hello", "phones", "message", "edit", "delete", "press", "callback_answer", "read", "commands", "clock", "story", "fault",
];
const RETRY_MS = 2000;

/** Listen for ever: `handlers` by event name, `onstate(true | false)` when the line comes and goes. */
export function listen(handlers, onstate) {
  const source = new EventSource("/events");
  for (const name of EVENTS) {
    source.addEventListener(name, (event) => handlers[name]?.(JSON.parse(event.data)));
  }
  source.onopen = () => onstate(true);
  source.onerror = () => {
    onstate(false);
    if (source.readyState === EventSource.CLOSED) setTimeout(() => listen(handlers, onstate), RETRY_MS);
  };
}
