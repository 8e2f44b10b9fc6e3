import { LitElement, html, css } from 'lit';
import { JsonRpc } from 'jsonrpc';

/** What the pages share: they ask once a second, say what went wrong, and look alike. */
export class NatsPage extends LitElement {
    // Not in the Dev UI's log: there is a question each second.
    jsonRpc = new JsonRpc(this, false);

    static properties = { _data: { state: true }, _error: { state: true }, _said: { state: true } };

    static styles = css`
        :host { display: block; padding: 0 24px 24px; font-size: var(--lumo-font-size-s); color: var(--lumo-body-text-color);
            height: 100%; overflow: auto; box-sizing: border-box; }
        h2 { font-size: 1.05rem; font-weight: 600; margin: 20px 0 8px; }
        table { border-collapse: collapse; width: 100%; }
        th { text-align: left; font-weight: 500; color: var(--lumo-secondary-text-color); padding: 8px 12px;
            border-bottom: 1px solid var(--lumo-contrast-20pct); white-space: nowrap; }
        td { padding: 10px 12px; border-bottom: 1px solid var(--lumo-contrast-10pct); vertical-align: top; }
        tr.open td { background: var(--lumo-primary-color-10pct); }
        th.n, td.n { text-align: right; font-variant-numeric: tabular-nums; }
        code, pre { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: 0.92em; }
        pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; max-height: 12em; overflow: auto; }
        .soft { color: var(--lumo-secondary-text-color); }
        .bad { color: var(--lumo-error-text-color); }
        .good { color: var(--lumo-success-text-color); }
        .dot { display: inline-block; width: 8px; height: 8px; border-radius: 50%; margin-right: 8px; background: currentColor; }
        .note { padding: 10px 14px; border-radius: 6px; background: var(--lumo-contrast-5pct); margin: 12px 0; }
        .note.bad { background: var(--lumo-error-color-10pct); }
        .empty { padding: 40px 12px; text-align: center; color: var(--lumo-secondary-text-color); }
        button { font: inherit; padding: 4px 12px; border-radius: 6px; border: 1px solid var(--lumo-contrast-20pct);
            background: transparent; color: var(--lumo-primary-text-color); cursor: pointer; white-space: nowrap; }
        button:hover { background: var(--lumo-contrast-5pct); }
        button.danger { color: var(--lumo-error-text-color); }
        input, textarea { font: inherit; color: inherit; background: var(--lumo-contrast-5pct); padding: 6px 10px;
            border: 1px solid var(--lumo-contrast-20pct); border-radius: 6px; box-sizing: border-box; width: 100%; }
        label { display: block; color: var(--lumo-secondary-text-color); }
        .row { display: flex; gap: 12px; align-items: center; flex-wrap: wrap; }
    `;

    connectedCallback() {
        super.connectedCallback();
        this._ask();
        this._timer = setInterval(() => this._ask(), 1000);
    }

    disconnectedCallback() {
        clearInterval(this._timer);
        super.disconnectedCallback();
    }

    _ask() {
        // An answer that a live reload swallowed never comes.
        if (this._asked && performance.now() - this._asked < 5000) {
            return;
        }
        this._asked = performance.now();
        this.call(this.method).then(data => {
            if (data) {
                this._error = null;
                this._data = data;
                this.arrived(data);
            }
        }).finally(() => { this._asked = 0; });
    }

    arrived() { }

    /** @return the answer, or null where the page now says what went wrong */
    async call(method, parameters = {}) {
        try {
            const answer = (await this.jsonRpc[method](parameters)).result;
            if (answer && answer.error) {
                this._error = answer.error;
                return null;
            }
            return answer;
        } catch (e) {
            this._error = 'The application did not answer' + (e?.error?.message ? ': ' + e.error.message : '.');
            return null;
        }
    }

    render() {
        return html`
            ${this._error ? html`<div class="note bad" role="alert">${this._error}</div>` : ''}
            ${this._said ? html`<div class="note" role="status">${this._said}</div>` : ''}
            ${this._data ? this.page(this._data) : html`<div class="empty">Asking the server …</div>`}`;
    }
}

export const number = n => Number(n ?? 0).toLocaleString('en');

export const bytes = n => n < 1024 ? n + ' B' : n < 1048576 ? (n / 1024).toFixed(1) + ' KiB' : (n / 1048576).toFixed(1) + ' MiB';

export { html, css };
