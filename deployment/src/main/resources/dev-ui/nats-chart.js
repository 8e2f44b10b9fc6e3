import { html, svg } from 'lit';

/** What a chart shows, in milliseconds: all there is, and of that the latest. */
const SPAN = 120_000;
const SHORTEST_SPAN = 30_000;
/** A page that was not open, or not in front, did not ask: the line has a gap there. */
const GAP = 5000;
const WIDTH = 480;
const LEFT = 44;
const RIGHT = 8;
const TOP = 8;

/** The figures of the last two minutes, by name. One per page's module, so that it outlives a look at another page. */
export class History {
    _samples = new Map();

    /** @param delivered all that ever were, from which the rate follows */
    add(name, lag, delivered) {
        const at = performance.now();
        const samples = this.of(name).filter(sample => at - sample.at <= SPAN);
        const before = samples.at(-1);
        const rate = before ? Math.max(0, (delivered - before.delivered) * 1000 / (at - before.at)) : 0;
        samples.push({ at, lag, delivered, rate });
        this._samples.set(name, samples);
    }

    of(name) {
        return this._samples.get(name) ?? [];
    }
}

const compact = new Intl.NumberFormat('en', { notation: 'compact' });

/** @return the next of 2, 4, 10, 20, 40, 100, ...: its half is a whole number too */
function top(most) {
    for (let unit = 1; ; unit *= 10) {
        const fits = [2, 4, 10].find(step => step * unit >= most);
        if (fits) {
            return fits * unit;
        }
    }
}

/** @return the samples in runs without a gap */
function runs(samples) {
    const found = [];
    samples.forEach((sample, i) => {
        if (i === 0 || sample.at - samples[i - 1].at > GAP) {
            found.push([]);
        }
        found.at(-1).push(sample);
    });
    return found;
}

/**
 * @param field of the samples
 * @param words what it is, for who does not see it
 * @return a curve over the last two minutes at most, the newest at the right
 */
export function chart(samples, field, words, color, height = 104) {
    const bottom = height - 18;
    const most = Math.max(0, ...samples.map(sample => sample[field]));
    const scale = top(most);
    const newest = samples.at(-1);
    const span = Math.min(SPAN, Math.max(SHORTEST_SPAN, newest ? newest.at - samples[0].at : 0));
    const x = at => WIDTH - RIGHT - (newest.at - at) / span * (WIDTH - LEFT - RIGHT);
    const y = value => bottom - value / scale * (bottom - TOP);
    const points = run => run.map(sample => x(sample.at).toFixed(1) + ',' + y(sample[field]).toFixed(1)).join(' ');
    const along = part => LEFT + part * (WIDTH - LEFT - RIGHT);
    return html`<svg class="chart" viewBox="0 0 ${WIDTH} ${height}" role="img" data-field=${field}
        data-samples=${samples.length} data-most=${Math.round(most)}
        aria-label="${words}: ${Math.round(newest?.[field] ?? 0)}, at most ${Math.round(most)} in ${Math.round(span / 1000)} seconds">
        ${[0, 0.5, 1].map(part => svg`
            <line class="grid" x1=${LEFT} x2=${WIDTH - RIGHT} y1=${y(part * scale)} y2=${y(part * scale)}></line>
            <text x=${LEFT - 8} y=${y(part * scale) + 4} text-anchor="end">${compact.format(part * scale)}</text>`)}
        <text x=${along(0)} y=${height - 3}>${Math.round(span / 1000)} s ago</text>
        <text x=${along(1)} y=${height - 3} text-anchor="end">now</text>
        ${runs(samples).map(run => svg`
            <polygon points="${x(run[0].at)},${bottom} ${points(run)} ${x(run.at(-1).at)},${bottom}" fill=${color}
                opacity="0.15"></polygon>
            <polyline points=${points(run)} fill="none" stroke=${color} stroke-width="2" stroke-linejoin="round"></polyline>`)}
        ${newest ? svg`<circle cx=${x(newest.at)} cy=${y(newest[field])} r="3" fill=${color}></circle>` : ''}
    </svg>`;
}
