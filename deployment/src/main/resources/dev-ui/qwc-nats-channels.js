import { NatsPage, html, number } from './nats-page.js';

const SAMPLES = 120;
const WIDTH = 260;
const HEIGHT = 48;

/** The channels: state, lag and rate since the page was opened, the sequence store, pause and resume. */
export class QwcNatsChannels extends NatsPage {
    method = 'channels';
    _history = new Map();

    arrived({ channels }) {
        const now = performance.now();
        for (const { view, consumer } of channels) {
            if (!consumer || consumer.error) {
                continue;
            }
            const samples = this._history.get(view.channel) ?? [];
            const before = samples.at(-1);
            const rate = before ? Math.max(0, (consumer.delivered - before.delivered) * 1000 / (now - before.at)) : 0;
            samples.push({ at: now, delivered: consumer.delivered, rate, lag: consumer.pending + consumer.inFlight });
            this._history.set(view.channel, samples.slice(-SAMPLES));
        }
    }

    page({ channels }) {
        const incoming = channels.filter(c => c.view.incoming);
        const outgoing = channels.filter(c => !c.view.incoming);
        if (channels.length === 0) {
            return html`<div class="empty">No channel has the connector <code>nats</code>. Write
                <code>mp.messaging.incoming.orders.connector=nats</code>, and a method with
                <code>@Incoming("orders")</code>.</div>`;
        }
        return html`${incoming.length ? html`<h2>Incoming</h2><table>
            <thead><tr><th>Channel</th><th>Stream</th><th>Lag</th><th>Messages in a second</th>
                <th class="n">Failed, to come again</th><th>Sequence store</th><th></th></tr></thead>
            <tbody>${incoming.map(c => this._incoming(c))}</tbody></table>` : ''}
            ${outgoing.length ? html`<h2>Outgoing</h2><table>
            <thead><tr><th>Channel</th><th>Subject</th><th>State</th></tr></thead>
            <tbody>${outgoing.map(({ view }) => html`<tr><td>${this._name(view)}</td><td><code>${view.subjects}</code></td>
                <td class=${view.ready ? 'soft' : 'bad'}>${view.reason ?? 'ready'}</td></tr>`)}</tbody></table>` : ''}
            <p class="soft">The curves begin when this page is opened, and show two minutes.</p>`;
    }

    _name(view) {
        const state = view.paused ? 'soft' : view.ready ? 'good' : 'bad';
        return html`<span class=${state}><span class="dot"></span></span><b>${view.channel}</b>`;
    }

    _incoming({ view, consumer }) {
        const samples = this._history.get(view.channel) ?? [];
        return html`<tr>
            <td>${this._name(view)}
                <div class=${view.ready ? 'soft' : 'bad'}>${view.paused ? 'paused here' : view.reason ?? 'ready'}</div>
                ${consumer?.error ? html`<div class="bad">${consumer.error}</div>` : ''}</td>
            <td>${view.stream ?? '–'}<div class="soft"><code>${view.subjects}</code></div></td>
            <td>${this._chart(samples, 'lag', 'var(--lumo-primary-color)')}</td>
            <td>${this._chart(samples, 'rate', 'var(--lumo-success-color)')}</td>
            <td class="n">${number(view.redelivered)}<div class="soft">${number(view.deadLettered)} dead letters</div></td>
            <td>${this._store(view)}</td>
            <td class="n"><button id="pause-${view.channel}" @click=${() => this._pause(view)}>${view.paused
                ? 'Resume' : 'Pause'}</button></td></tr>`;
    }

    _store({ store, duplicates }) {
        if (!store) {
            return html`<span class="soft">none</span>`;
        }
        return html`${store.kind}${store.trouble ? html`<div class="soft">${store.trouble}</div>` : html`
            <span class="soft">${store.guarantee}</span>
            <div class="soft">floor ${number(store.floor)}, ${number(store.entries)} above it, highest
                ${number(store.highest)}; ${number(duplicates)} duplicates skipped</div>`}`;
    }

    _chart(samples, field, color) {
        const values = samples.map(sample => sample[field]);
        const most = Math.max(1, ...values);
        const x = i => WIDTH - (values.length - 1 - i) * WIDTH / (SAMPLES - 1);
        const y = value => HEIGHT - 2 - value / most * (HEIGHT - 6);
        const line = values.map((value, i) => x(i).toFixed(1) + ',' + y(value).toFixed(1)).join(' ');
        const last = Math.round(values.at(-1) ?? 0);
        return html`<div style="display: flex; gap: 12px; align-items: center">
            <svg width=${WIDTH} height=${HEIGHT} viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${field} ${last}">
                <line x1="0" x2=${WIDTH} y1=${HEIGHT - 1} y2=${HEIGHT - 1} stroke="var(--lumo-contrast-20pct)"></line>
                <polygon points="${values.length ? x(0) : 0},${HEIGHT - 1} ${line} ${WIDTH},${HEIGHT - 1}" fill=${color}
                    opacity="0.12"></polygon>
                <polyline points=${line} fill="none" stroke=${color} stroke-width="1.5"></polyline></svg>
            <div style="min-width: 5em"><b>${number(last)}</b><div class="soft">most ${number(Math.round(most))}</div></div>
        </div>`;
    }

    async _pause({ channel, paused }) {
        if (await this.call(paused ? 'resume' : 'pause', { channel })) {
            this._ask();
        }
    }
}

customElements.define('qwc-nats-channels', QwcNatsChannels);
