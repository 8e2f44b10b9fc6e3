import { NatsPage, html, number } from './nats-page.js';

/** The consumers of all streams. */
export class QwcNatsConsumers extends NatsPage {
    method = 'consumers';

    page({ consumers }) {
        if (consumers.length === 0) {
            return html`<div class="empty">No stream has a consumer.
                An incoming channel makes one: annotate a method with <code>@Incoming</code>.</div>`;
        }
        return html`<h2>Consumers</h2><table>
            <thead><tr><th>Consumer</th><th>Stream</th><th class="n" title="not delivered yet">Pending</th>
                <th class="n" title="delivered and not settled">In flight</th><th class="n">Redelivered</th>
                <th class="n">Delivered</th><th class="n" title="up to this sequence everything is settled">Ack floor</th>
                <th class="n" title="pulls that wait at the server">Open pulls</th></tr></thead>
            <tbody>${consumers.map(c => html`<tr>
                <td><code>${c.name}</code>${c.durable ? '' : html` <span class="soft">not durable</span>`}</td>
                <td>${c.stream}</td><td class="n">${number(c.pending)}</td><td class="n">${number(c.inFlight)}</td>
                <td class="n">${number(c.redelivered)}</td><td class="n">${number(c.delivered)}</td>
                <td class="n">${number(c.ackFloor)}</td><td class="n">${number(c.waiting)}</td></tr>`)}
            </tbody></table>`;
    }
}

customElements.define('qwc-nats-consumers', QwcNatsConsumers);
