import { LitElement, html, css } from 'lit';
import { JsonRpc } from 'jsonrpc';
import { look } from './nats-look.js';

const PACE = 1000;
const PATIENCE = 5000;

/**
 * @return what the server answered, or an object with the sentence to show, as {@code error}
 */
export async function ask(jsonRpc, method, parameters = {}) {
    try {
        return (await jsonRpc[method](parameters)).result ?? { error: 'The application gave no answer.' };
    } catch (e) {
        return { error: 'The application did not answer' + (e?.error?.message ? ': ' + e.error.message : '.') };
    }
}

/** What the pages share: they ask once a second, and say so where there is no answer. */
export class NatsPage extends LitElement {
    // Not in the Dev UI's log: there is a question each second.
    jsonRpc = new JsonRpc(this, false);

    static properties = { _data: { state: true }, _error: { state: true }, _said: { state: true } };

    static styles = [look, css`
        :host { display: block; padding: 0 24px 24px; height: 100%; overflow: auto; box-sizing: border-box; }`];

    connectedCallback() {
        super.connectedCallback();
        this._asked = 0;
        this._ask();
        this._timer = setInterval(() => this._ask(), PACE);
    }

    disconnectedCallback() {
        clearInterval(this._timer);
        super.disconnectedCallback();
    }

    async _ask() {
        const now = performance.now();
        if (this._asked && now - this._asked < PATIENCE) {
            return;
        }
        if (this._asked) {
            // An answer that a live reload swallowed never comes: what is shown is old, and it is asked again.
            this._error = 'The application does not answer. It may be starting again.';
        }
        this._asked = now;
        const answer = await ask(this.jsonRpc, this.method);
        if (this._asked !== now) {
            return;
        }
        this._asked = 0;
        this._error = answer.error ?? null;
        if (!answer.error) {
            this._data = answer;
            this.arrived(answer);
        }
    }

    /** To be overridden: something was answered. */
    arrived() { }

    /** Does what a person asked for. What went wrong stays on the page until the next one. */
    async act(method, parameters) {
        const answer = await ask(this.jsonRpc, method, parameters);
        this._said = answer.error ?? null;
        this._ask();
        return answer;
    }

    render() {
        return html`
            ${this._error ? html`<div class="note bad" role="alert">${this._error}</div>` : ''}
            ${this._said ? html`<div class="note bad" role="alert">${this._said}</div>` : ''}
            ${this._data ? html`<div class=${this._error ? 'old' : ''}>${this.page(this._data)}</div>`
                : this._error ? '' : html`<div class="empty">Asking the server …</div>`}`;
    }
}

export const number = n => Number(n ?? 0).toLocaleString('en');

export const bytes = n => n < 1024 ? n + ' B' : n < 1048576 ? (n / 1024).toFixed(1) + ' KiB' : (n / 1048576).toFixed(1) + ' MiB';

export { LitElement, html, css, look };
