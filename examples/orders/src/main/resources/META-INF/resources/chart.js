// A line over the last minute, as an SVG without a library.
const POINTS = 120;
const WIDTH = 300;
const HEIGHT = 64;
const SVG = 'http://www.w3.org/2000/svg';

export class Chart {
    #values = [];
    #area;
    #line;
    #top;

    constructor(svg) {
        svg.setAttribute('viewBox', `0 0 ${WIDTH} ${HEIGHT}`);
        svg.setAttribute('preserveAspectRatio', 'none');
        this.#area = svg.appendChild(document.createElementNS(SVG, 'path'));
        this.#area.setAttribute('class', 'area');
        this.#line = svg.appendChild(document.createElementNS(SVG, 'path'));
        this.#line.setAttribute('class', 'line');
        this.#top = document.createElement('small');
        this.#top.className = 'peak';
        svg.after(this.#top);
    }

    add(value) {
        this.#values.push(value);
        if (this.#values.length > POINTS) {
            this.#values.shift();
        }
        const peak = Math.max(...this.#values);
        const scale = Math.max(peak, 10);
        const step = WIDTH / (POINTS - 1);
        const left = WIDTH - (this.#values.length - 1) * step;
        const points = this.#values.map((v, i) =>
            `${(left + i * step).toFixed(1)} ${(HEIGHT - 2 - v / scale * (HEIGHT - 6)).toFixed(1)}`);
        this.#line.setAttribute('d', `M${points.join('L')}`);
        this.#area.setAttribute('d', `M${left.toFixed(1)} ${HEIGHT}L${points.join('L')}L${WIDTH} ${HEIGHT}Z`);
        this.#top.textContent = `peak ${peak.toLocaleString('en')}`;
    }
}
