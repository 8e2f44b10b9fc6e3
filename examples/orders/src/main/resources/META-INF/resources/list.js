// The latest orders and what became of each. Events may come twice (after a reconnect) or in another order than they
// happened (a failed attempt before the news that the order is priced), so a state only ever goes forward.
const MOST = 50;
const RANK = {placed: 0, priced: 1, failed: 2, packed: 3};
const STEPS = ['placed', 'priced', 'packed'];

export class OrderList {
    /** Whether what comes now happened before: the feed begins with the latest events. */
    catchingUp = true;
    #orders = new Map(); // by id, oldest first
    #changed = new Set();
    #list;
    #nothing;

    constructor(list, nothing) {
        this.#list = list;
        this.#nothing = nothing;
    }

    see(state, event) {
        const known = this.#orders.get(event.order.id);
        if (!known && state === 'packed' && !this.catchingUp) {
            return; // of a burst, and long out of sight: it would push away the orders that wait
        }
        const entry = known ?? {state, attempts: 0};
        if (RANK[state] < RANK[entry.state]) {
            return;
        }
        if (state === 'failed' || state === 'packed') {
            entry.attempts = Math.max(entry.attempts, event.deliveryCount);
        }
        entry.state = state;
        entry.order = event.order;
        entry.sequence = event.sequence;
        this.#orders.set(event.order.id, entry);
        if (this.#orders.size > MOST) {
            this.#forgetOne();
        }
        if (this.#changed.size === 0) {
            requestAnimationFrame(() => this.#render());
        }
        this.#changed.add(event.order.id);
    }

    // The oldest, but not one that fails: there are fewer of those than rows (the channel's max-in-flight).
    #forgetOne() {
        const [id, entry] = [...this.#orders].find(([, {state}]) => state !== 'failed') ?? [...this.#orders][0];
        entry.row?.remove();
        this.#orders.delete(id);
    }

    #render() {
        for (const id of this.#changed) {
            const entry = this.#orders.get(id);
            if (entry) {
                entry.row ??= this.#newRow(id);
                this.#fill(entry);
            }
        }
        this.#changed.clear();
        this.#nothing.hidden = this.#orders.size > 0;
    }

    #newRow(id) {
        const row = document.createElement('li');
        row.dataset.id = id;
        row.className = this.#changed.size <= 3 ? 'arriving' : ''; // a burst would only flicker
        const parts = ['item', 'price', 'steps', 'note', 'where'];
        row.append(...parts.map(part => Object.assign(document.createElement('span'), {className: part})));
        const steps = row.querySelector('.steps');
        steps.append(...STEPS.map(step => Object.assign(document.createElement('i'), {textContent: step})));
        this.#list.prepend(row);
        return row;
    }

    #fill({row, state, order, sequence, attempts}) {
        const text = (part, value) => row.querySelector(`.${part}`).textContent = value;
        row.dataset.state = state;
        text('item', `${order.quantity} × ${order.item}`);
        text('price', order.price == null ? '' : `€ ${order.price.toFixed(2)}`);
        text('note', state === 'failed' ? `attempt ${attempts} failed`
            : state !== 'packed' ? 'waiting' : attempts > 1 ? `packed, attempt ${attempts}` : 'packed');
        text('where', `${order.id.slice(0, 8)} · #${sequence}`);
        const reached = state === 'packed' ? 3 : state === 'placed' ? 1 : 2;
        [...row.querySelector('.steps').children].forEach((step, i) => step.className = i < reached ? 'reached' : '');
    }
}
