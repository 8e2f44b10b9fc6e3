import {Chart} from './chart.js';
import {OrderList} from './list.js';
import {listen} from './live.js';

const byId = id => document.getElementById(id);
const list = new OrderList(byId('orders'), byId('nothing'));
const charts = {lag: new Chart(byId('lag-chart')), rate: new Chart(byId('rate-chart'))};

listen('orders/live', {
    'order-placed': event => list.see('placed', event),
    'order-priced': event => list.see('priced', event),
    'order-failed': event => list.see('failed', event),
    'order-packed': event => list.see('packed', event),
    'stats': showStats,
}, state => {
    list.catchingUp = true;
    byId('connection').dataset.state = state;
    byId('connection').textContent = state;
});

function showStats(stats) {
    list.catchingUp = false; // the first figures come after the latest events
    for (const name of ['lag', 'rate', 'placed', 'priced', 'packed', 'failed']) {
        byId(name).textContent = stats[name].toLocaleString('en');
    }
    charts.lag.add(stats.lag);
    charts.rate.add(stats.rate);
    byId('pipeline').classList.toggle('moving', stats.rate > 0);
    showFailing(stats.failing);
}

function showFailing(failing) {
    byId('failing').setAttribute('aria-checked', failing);
    document.body.classList.toggle('failing', failing);
    const note = failing ? 'Packing throws. An order that fails comes again after 2 seconds.' : 'Packing works.';
    if (byId('failing-note').textContent !== note) {
        byId('failing-note').textContent = note;
    }
}

// Says what came of a button: the answer, or why there is none.
async function ask(method, path, body) {
    try {
        const response = await fetch(path, {
            method, body: body && JSON.stringify(body), headers: body && {'Content-Type': 'application/json'},
        });
        const answer = await response.json();
        if (!response.ok) {
            throw new Error(answer.error);
        }
        return answer;
    } catch (failure) {
        say(failure instanceof TypeError ? 'The application does not answer.' : failure.message, true);
        return null;
    }
}

function say(sentence, wrong = false) {
    byId('answer').textContent = sentence;
    byId('answer').classList.toggle('wrong', wrong);
}

byId('order').addEventListener('submit', async event => {
    event.preventDefault();
    const order = await ask('POST', 'orders', {item: byId('item').value, quantity: byId('quantity').valueAsNumber});
    if (order) {
        say(`Order ${order.id.slice(0, 8)} is stored.`);
    }
});

byId('burst').addEventListener('submit', async event => {
    event.preventDefault();
    const begin = performance.now();
    const burst = await ask('POST', `orders/burst?count=${byId('count').value}`);
    if (burst) {
        say(`${burst.placed.toLocaleString('en')} orders stored in ${Math.round(performance.now() - begin)} ms.`);
    }
});

byId('failing').addEventListener('click', async () => {
    const state = await ask('PUT', 'failing', {failing: byId('failing').getAttribute('aria-checked') !== 'true'});
    if (state) {
        showFailing(state.failing);
    }
});
