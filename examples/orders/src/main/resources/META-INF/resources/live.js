// The live feed. EventSource comes back by itself after a cut connection, but gives up when it is answered with an error,
// as a restarting server does: then a new one is opened.
const RETRY_MS = 1000;

export function listen(url, handlers, onState) {
    const source = new EventSource(url);
    source.onopen = () => onState('live');
    source.onerror = () => {
        onState('reconnecting');
        if (source.readyState === EventSource.CLOSED) {
            setTimeout(() => listen(url, handlers, onState), RETRY_MS);
        }
    };
    for (const [name, handle] of Object.entries(handlers)) {
        source.addEventListener(name, event => handle(JSON.parse(event.data)));
    }
}
