import { NatsPage, html, ask, number, bytes } from './nats-page.js';
import './nats-stream.js';

/** The connections and the streams; one of them opened. */
export class QwcNatsStreams extends NatsPage {
    method = 'streams';

    // Not the proxy itself: it has every property, and lit takes it for a directive.
    _answer = (method, parameters) => ask(this.jsonRpc, method, parameters);

    static properties = { _open: { state: true } };

    arrived({ streams }) {
        if (this._open === undefined && streams.length === 1) {
            this._open = this._id(streams[0]);
        }
    }

    _id({ connection, name }) {
        return connection + '/' + name;
    }

    page({ connections, streams }) {
        const open = streams.find(s => this._id(s) === this._open);
        return html`
            <h2>Connections</h2>
            ${connections.length === 0 ? html`<div class="empty">No channel uses a connection.
                Give a channel the connector <code>nats</code>.</div>` : ''}
            ${connections.map(c => html`<div class="row"><span class="chip ${c.up ? 'good' : 'bad'}">${c.up ? 'up' : 'down'}</span>
                <code>${c.name}</code> <span class="soft">${c.servers}</span> <span class="bad">${c.trouble}</span></div>`)}
            <h2>Streams</h2>
            ${streams.length === 0 ? html`<div class="empty">The server has no stream.
                In development mode one is made for the subject of each channel.</div>` : html`<table>
            <thead><tr><th>Stream</th><th>Subjects</th><th>Storage</th><th class="n">Messages</th><th class="n">Size</th>
                <th class="n">Sequences</th><th class="n">Consumers</th><th></th></tr></thead>
            <tbody>${streams.map(s => html`<tr class="press ${s === open ? 'open' : ''}" data-stream=${s.name}
                @click=${() => { this._open = this._id(s); }}>
                <td><b>${s.name}</b></td><td><code>${s.subjects}</code></td><td>${s.storage}</td>
                <td class="n">${number(s.messages)}</td><td class="n">${bytes(s.bytes)}</td>
                <td class="n">${number(s.first)} – ${number(s.last)}</td><td class="n">${number(s.consumers)}</td>
                <td class="n"><button id="browse-${s.name}" aria-expanded=${s === open}>Browse</button></td></tr>`)}
            </tbody></table>`}
            ${open ? html`<nats-stream .stream=${open} .answer=${this._answer}
                @changed=${() => this._ask()}></nats-stream>` : ''}`;
    }
}

customElements.define('qwc-nats-streams', QwcNatsStreams);
