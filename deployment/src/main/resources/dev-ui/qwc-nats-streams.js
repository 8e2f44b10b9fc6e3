import { NatsPage, html, number, bytes } from './nats-page.js';

/** The streams, their messages, and what a person does with them. */
export class QwcNatsStreams extends NatsPage {
    method = 'streams';

    static properties = { _open: { state: true }, _messages: { state: true }, _purging: { state: true } };

    page({ connections, streams }) {
        return html`
            <h2>Connections</h2>
            ${connections.length === 0 ? html`<div class="empty">No channel uses a connection.
                Give a channel the connector <code>nats</code>.</div>` : ''}
            ${connections.map(c => html`<div><span class=${c.up ? 'good' : 'bad'}><span class="dot"></span></span>
                <code>${c.name}</code> <span class="soft">${c.servers}</span> <span class="bad">${c.trouble}</span></div>`)}
            <h2>Streams</h2>
            ${streams.length === 0 ? html`<div class="empty">The server has no stream.
                In development mode one is made for the subject of each channel.</div>` : html`<table>
            <thead><tr><th>Stream</th><th>Subjects</th><th>Storage</th><th class="n">Messages</th><th class="n">Size</th>
                <th class="n">Sequences</th><th class="n">Consumers</th><th></th></tr></thead>
            <tbody>${streams.map(s => html`<tr class=${this._is(s) ? 'open' : ''}>
                <td>${s.name}</td><td><code>${s.subjects}</code></td><td>${s.storage}</td>
                <td class="n">${number(s.messages)}</td><td class="n">${bytes(s.bytes)}</td>
                <td class="n">${number(s.first)} – ${number(s.last)}</td><td class="n">${number(s.consumers)}</td>
                <td class="n"><button id="browse-${s.name}" @click=${() => this._browse(s)}>Browse</button></td></tr>`)}
            </tbody></table>`}
            ${this._open ? this._opened(this._open) : ''}`;
    }

    _is(stream) {
        return this._open && this._open.name === stream.name && this._open.connection === stream.connection;
    }

    _opened(s) {
        return html`<h2>Messages of ${s.name}</h2>
            <div class="row">
                <input id="from" style="width: 16em" placeholder="up to sequence (empty: newest)" aria-label="up to sequence">
                <button @click=${() => this._load()}>Show</button>
                ${this._purging ? html`<span class="bad">Delete all messages of ${s.name}? They do not come back.</span>
                    <button id="purge-yes" class="danger" @click=${() => this._purge(s)}>Delete them</button>
                    <button @click=${() => { this._purging = false; }}>Keep them</button>`
                : html`<button id="purge" class="danger" @click=${() => { this._purging = true; }}>Purge …</button>`}
            </div>
            ${!this._messages ? '' : this._messages.length === 0 ? html`<div class="empty">No message here.
                Publish one below.</div>` : html`<table>
            <thead><tr><th class="n">Sequence</th><th>Stored</th><th>Subject</th><th>Payload and headers</th>
                <th class="n">Size</th></tr></thead>
            <tbody>${this._messages.map(m => html`<tr><td class="n">${number(m.sequence)}</td>
                <td>${m.time.substring(0, 19).replace('T', ' ')}</td><td><code>${m.subject}</code></td>
                <td><pre>${m.payload}</pre>${Object.entries(m.headers).map(([name, value]) =>
                    html`<div class="soft"><code>${name}: ${value}</code></div>`)}</td>
                <td class="n">${bytes(m.size)}</td></tr>`)}</tbody></table>`}
            <h2>Publish</h2>
            <div style="display: grid; grid-template-columns: 1fr 1fr; gap: 12px; max-width: 900px">
                <label>Subject<input id="subject" .value=${s.subjects.split(', ')[0]}></label>
                <label>Headers, one a line, <code>Name: value</code><textarea id="headers" rows="1"></textarea></label>
                <label style="grid-column: 1 / 3">Payload<textarea id="payload" rows="4"></textarea></label>
                <div><button id="publish" @click=${() => this._publish(s)}>Publish</button></div>
            </div>`;
    }

    _value(id) {
        return this.shadowRoot.getElementById(id)?.value ?? '';
    }

    _browse(stream) {
        this._open = stream;
        this._messages = null;
        this._purging = false;
        this._said = null;
        this._load();
    }

    async _load() {
        const { connection, name } = this._open;
        const answer = await this.call('messages', { connection, stream: name, from: this._value('from') });
        this._messages = answer ? answer.messages : null;
    }

    async _purge({ connection, name }) {
        this._purging = false;
        const answer = await this.call('purge', { connection, stream: name });
        if (answer) {
            this._said = number(answer.purged) + ' messages of ' + name + ' are deleted.';
            this._load();
        }
    }

    async _publish({ connection }) {
        const answer = await this.call('publish', { connection, subject: this._value('subject'),
            headers: this._value('headers'), payload: this._value('payload') });
        if (answer) {
            this._said = 'Stored in ' + answer.stream + ' with sequence ' + number(answer.sequence) + '.';
            this._load();
        }
    }
}

customElements.define('qwc-nats-streams', QwcNatsStreams);
