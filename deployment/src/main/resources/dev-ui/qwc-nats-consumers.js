import { NatsPage, html, number } from './nats-page.js';
import { History, chart } from './nats-chart.js';

const history = new History();

/** The consumers of all streams, also those of other applications. */
export class QwcNatsConsumers extends NatsPage {
    method = 'consumers';

    arrived({ consumers }) {
        for (const c of consumers) {
            history.add(this._id(c), c.pending + c.inFlight, c.delivered);
        }
    }

    _id(c) {
        return c.connection + '/' + c.stream + '/' + c.name;
    }

    page({ consumers }) {
        if (consumers.length === 0) {
            return html`<div class="empty">No stream has a consumer.
                An incoming channel makes one: annotate a method with <code>@Incoming</code>.</div>`;
        }
        return html`<h2>Consumers</h2><table>
            <thead><tr><th>Consumer</th><th>Stream</th><th class="n" title="not delivered yet">Pending</th>
                <th class="n" title="delivered and not settled">In flight</th>
                <th class="n" title="delivered more than once, and not settled">Redelivered</th>
                <th class="n" title="deliveries so far">Delivered</th>
                <th class="n" title="up to this sequence everything is settled">Ack floor</th>
                <th class="n" title="pulls that wait at the server">Open pulls</th><th>Pending and in flight</th></tr></thead>
            <tbody>${consumers.map(c => html`<tr data-consumer=${c.name}>
                <td><code>${c.name}</code>${c.durable ? '' : html`<div class="soft">not durable</div>`}</td>
                <td>${c.stream}</td><td class="n">${number(c.pending)}</td><td class="n">${number(c.inFlight)}</td>
                <td class="n">${number(c.redelivered)}</td><td class="n">${number(c.delivered)}</td>
                <td class="n">${number(c.ackFloor)}</td><td class="n">${number(c.waiting)}</td>
                <td style="width: 30%">${chart(history.of(this._id(c)), 'lag', 'Pending and in flight of ' + c.name,
                    'var(--lumo-primary-color)', 90)}</td></tr>`)}
            </tbody></table>`;
    }
}

customElements.define('qwc-nats-consumers', QwcNatsConsumers);
