import { LitElement, html, css, look, number, bytes } from './nats-page.js';

/** One stream: its messages, new ones as they come, and what a person does with them. */
class NatsStream extends LitElement {

    static properties = { stream: { attribute: false }, answer: { attribute: false }, _messages: { state: true },
        _from: { state: true }, _peeked: { state: true }, _purging: { state: true }, _said: { state: true } };

    static styles = [look, css`
        .sides { display: grid; grid-template-columns: minmax(0, 5fr) minmax(260px, 2fr); gap: 16px; margin-top: 20px;
            align-items: start; }
        @media (max-width: 1000px) { .sides { grid-template-columns: 1fr; } }
        .card { margin: 0; }
        form { display: grid; gap: 10px; }
        table { table-layout: fixed; margin-top: 10px; }
        td.line { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 14px; margin: 0 0 8px; }
        dt { color: var(--lumo-secondary-text-color); }
        dd { margin: 0; overflow-wrap: anywhere; }`];

    willUpdate(changed) {
        if (!changed.has('stream')) {
            return;
        }
        const id = this.stream.connection + '/' + this.stream.name;
        if (id !== this._id) {
            this._id = id;
            this._messages = this._peeked = this._purging = this._said = null;
            this._subject = undefined;
            this._load('');
        } else if (!this._from && !this._peeked && this._loaded !== this._state()) {
            this._load('');
        }
    }

    /** @return what changes when a message comes or goes */
    _state() {
        return this.stream.first + ' ' + this.stream.last + ' ' + this.stream.messages;
    }

    /** @param from the newest sequence to show; empty to follow the stream */
    async _load(from) {
        const id = this._id;
        this._from = from;
        this._loaded = this._state();
        const answer = await this.answer('messages',
            { connection: this.stream.connection, stream: this.stream.name, from });
        // Meanwhile another stream may have been opened, or another place in it.
        if (id !== this._id || from !== this._from) {
            return;
        }
        if (answer.error) {
            this._say(answer);
            return;
        }
        this._messages = answer.messages;
        this._subject ??= this._proposal();
    }

    /** @return a subject to publish to: one that was used, or one of the stream's without a wildcard */
    _proposal() {
        return this._messages[0]?.subject
            ?? this.stream.subjects.split(', ')[0].replace(/>$/, 'test').replaceAll('*', 'test');
    }

    _say(answer, words) {
        this._said = answer.error ? { bad: true, words: answer.error } : { bad: false, words };
    }

    render() {
        const s = this.stream;
        return html`<div class="sides"><section class="card" data-messages>
            <div class="row"><h3>Messages of ${s.name}</h3>
                <span class="soft">${this._from ? 'up to ' + this._from
                    : this._peeked ? 'new ones wait until this one is closed' : 'the newest, as they come'}</span>
                <form class="row push" @submit=${e => this._show(e)}>
                    <input id="from" style="width: 10em" placeholder="up to sequence" aria-label="up to sequence">
                    <button>Show</button></form>
                <button class="danger" id="purge" @click=${() => { this._purging = true; }}>Purge …</button></div>
            ${this._purging ? html`<div class="note bad row" role="alertdialog" aria-label="Purge">
                <span>Delete all messages of <b>${s.name}</b>? They do not come back.</span>
                <button id="purge-yes" class="danger main push" @click=${() => this._purge()}>Delete them</button>
                <button id="purge-no" @click=${() => { this._purging = false; }}>Keep them</button></div>` : ''}
            ${this._said ? html`<div class="note ${this._said.bad ? 'bad' : ''}" role="status">${this._said.words}</div>` : ''}
            ${!this._messages ? html`<div class="empty">Asking the server …</div>`
                : this._messages.length === 0 ? html`<div class="empty">No message here. Publish one.</div>`
                : html`<table><colgroup><col style="width: 5.5em"><col style="width: 11em"><col style="width: 30%"><col>
                    <col style="width: 6em"></colgroup>
                <thead><tr><th class="n">Sequence</th><th>Stored</th><th>Subject</th><th>Payload</th><th></th></tr></thead>
                <tbody>${this._messages.map(m => this._message(m))}</tbody></table>${this._pages()}`}
            </section>${this._form()}</div>`;
    }

    _pages() {
        const oldest = this._messages.at(-1).sequence;
        return html`<div class="row" style="margin-top: 10px">
            <button id="older" ?disabled=${oldest <= this.stream.first} @click=${() => this._load(String(oldest - 1))}>Older</button>
            ${this._from ? html`<button id="newest" @click=${() => this._load('')}>Newest</button>` : ''}</div>`;
    }

    _message(m) {
        const peeked = m.sequence === this._peeked;
        return html`<tr class="press ${peeked ? 'open' : ''}" data-sequence=${m.sequence}
                @click=${() => { this._peeked = peeked ? null : m.sequence; }}>
            <td class="n">${number(m.sequence)}</td><td title=${m.time}>${time(m.time)}</td>
            <td class="line" title=${m.subject}><code>${m.subject}</code></td><td class="line"><code>${m.payload}</code></td>
            <td class="n"><button aria-expanded=${peeked}>${peeked ? 'Close' : 'Peek'}</button></td></tr>
            ${peeked ? html`<tr class="open" data-peeked=${m.sequence}><td></td><td colspan="4"><dl>
                <dt>Subject</dt><dd><code>${m.subject}</code></dd>
                <dt>Stored</dt><dd>${m.time}</dd><dt>Size</dt><dd>${bytes(m.size)}</dd>
                ${Object.entries(m.headers).map(([name, value]) => html`<dt>${name}</dt><dd><code>${value}</code></dd>`)}</dl>
                <pre>${pretty(m.payload)}</pre></td></tr>` : ''}`;
    }

    _form() {
        return html`<section class="card"><h3 style="margin-bottom: 10px">Publish</h3>
            <form @submit=${e => this._publish(e)}>
                <label>Subject<input id="subject" .value=${this._subject ?? ''}
                    @input=${e => { this._subject = e.target.value; }}></label>
                <label>Headers, one a line, <code>Name: value</code><textarea id="headers" rows="2"></textarea></label>
                <label>Payload<textarea id="payload" rows="6"></textarea></label>
                <div><button class="main" id="publish">Publish</button></div></form></section>`;
    }

    _value(id) {
        return this.shadowRoot.getElementById(id).value;
    }

    _show(event) {
        event.preventDefault();
        this._said = null;
        this._load(this._value('from').trim());
    }

    async _purge() {
        this._purging = false;
        const answer = await this.answer('purge', { connection: this.stream.connection, stream: this.stream.name });
        this._done(answer, number(answer.purged) + ' messages are deleted.');
    }

    async _publish(event) {
        event.preventDefault();
        const answer = await this.answer('publish', { connection: this.stream.connection, subject: this._value('subject'),
            headers: this._value('headers'), payload: this._value('payload') });
        this._done(answer, 'Stored in ' + answer.stream + ' with sequence ' + number(answer.sequence) + '.');
    }

    _done(answer, words) {
        this._say(answer, words);
        if (!answer.error) {
            this._load('');
            this.dispatchEvent(new CustomEvent('changed'));
        }
    }
}

/** @return the time of the day here, and the day where it is another one */
function time(text) {
    const at = new Date(text);
    const day = at.toDateString() === new Date().toDateString() ? '' : at.toLocaleDateString('sv') + ' ';
    return day + at.toLocaleTimeString('sv') + '.' + String(at.getMilliseconds()).padStart(3, '0');
}

function pretty(payload) {
    try {
        return JSON.stringify(JSON.parse(payload), null, 2);
    } catch (e) {
        return payload;
    }
}

customElements.define('nats-stream', NatsStream);
