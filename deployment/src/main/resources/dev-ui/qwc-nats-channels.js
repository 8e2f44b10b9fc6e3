import { NatsPage, html, css, number } from './nats-page.js';
import { History, chart } from './nats-chart.js';

const history = new History();

/** The channels: state, lag and rate over time, the sequence store, pause and resume. */
export class QwcNatsChannels extends NatsPage {
    method = 'channels';

    static styles = [...NatsPage.styles, css`
        .figures { display: flex; flex-wrap: wrap; gap: 8px 32px; margin: 12px 0; }
        .figures b { display: block; font-size: 1.35rem; font-weight: 600; line-height: 1.3;
            font-variant-numeric: tabular-nums; }
        .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(300px, 1fr)); gap: 8px 28px; }`];

    arrived({ channels }) {
        for (const { view, consumer } of channels) {
            if (consumer && !consumer.error) {
                history.add(view.channel, consumer.pending + consumer.inFlight, consumer.delivered);
            }
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
        return html`${incoming.length ? html`<h2>Incoming</h2>${incoming.map(c => this._incoming(c))}` : ''}
            ${outgoing.length ? html`<h2>Outgoing</h2><table>
            <thead><tr><th>Channel</th><th>Subject</th><th>State</th></tr></thead>
            <tbody>${outgoing.map(({ view }) => html`<tr data-channel=${view.channel}><td><b>${view.channel}</b></td>
                <td><code>${view.subjects}</code></td><td>${this._state(view)} ${view.reason}</td></tr>`)}</tbody></table>` : ''}`;
    }

    _state(view) {
        return view.paused ? html`<span class="chip wait">paused</span>`
            : view.ready ? html`<span class="chip good">ready</span>` : html`<span class="chip bad">not ready</span>`;
    }

    _incoming({ view, consumer }) {
        const samples = history.of(view.channel);
        return html`<section class="card" data-channel=${view.channel}>
            <div class="row"><h3>${view.channel}</h3>${this._state(view)}
                <span class="soft">${view.stream ?? 'no stream yet'} · <code>${view.subjects}</code>${view.consumer
                    ? html` · consumer <code>${view.consumer}</code>` : ''}</span>
                <button class="push" id="pause-${view.channel}" @click=${() => this._pause(view)}>${view.paused
                    ? 'Resume' : 'Pause'}</button></div>
            ${view.paused ? html`<div class="note wait" data-reason>Paused here, in the Dev UI: no message is
                processed. <i>Resume</i> or a live reload lets them go on.</div>` : ''}
            ${view.reason ? html`<div class="note ${view.ready ? '' : 'bad'}" data-reason>${view.reason}</div>` : ''}
            ${consumer?.error ? html`<div class="note bad" data-reason>${consumer.error}</div>` : ''}
            <div class="figures">
                ${this._figure('lag', (consumer?.pending ?? 0) + (consumer?.inFlight ?? 0), 'lag')}
                ${this._figure('in-flight', consumer?.inFlight, 'of that in flight')}
                ${this._figure('rate', Math.round(samples.at(-1)?.rate ?? 0), 'delivered in a second')}
                ${this._figure('delivered', consumer?.delivered, 'delivered')}
                ${this._figure('redelivered', view.redelivered, 'delivered again')}
                ${this._figure('dead-letters', view.deadLettered, 'dead letters')}
            </div>
            <div class="charts">
                <div><span class="soft">Lag</span>${chart(samples, 'lag', 'Lag of ' + view.channel,
                    'var(--lumo-primary-color)')}</div>
                <div><span class="soft">Delivered in a second</span>${chart(samples, 'rate',
                    'Delivered in a second to ' + view.channel, 'var(--lumo-success-color)')}</div>
            </div>
            ${this._store(view)}</section>`;
    }

    _figure(name, value, words) {
        return html`<div data-figure=${name}><b>${number(value)}</b><span class="soft">${words}</span></div>`;
    }

    _store({ store, duplicates }) {
        if (!store) {
            return '';
        }
        return html`<div class="soft" data-store style="margin-top: 10px">Sequence store <code>${store.kind}</code>${store.trouble
            ? html`: ${store.trouble}` : html`, ${store.guarantee}: done up to ${number(store.floor)},
                and ${number(store.entries)} above; highest ${number(store.highest)};
                ${number(duplicates)} duplicates skipped`}</div>`;
    }

    _pause({ channel, paused }) {
        return this.act(paused ? 'resume' : 'pause', { channel });
    }
}

customElements.define('qwc-nats-channels', QwcNatsChannels);
