import { css } from 'lit';

/** How all of it looks, in the colours of the Dev UI, light or dark. */
export const look = css`
    :host { font-size: var(--lumo-font-size-s); color: var(--lumo-body-text-color); }
    h2 { font-size: 1.05rem; font-weight: 600; margin: 20px 0 8px; }
    h3 { font-size: 1rem; font-weight: 600; margin: 0; }
    table { border-collapse: collapse; width: 100%; }
    th { text-align: left; font-weight: 500; color: var(--lumo-secondary-text-color); padding: 8px 12px;
        border-bottom: 1px solid var(--lumo-contrast-20pct); white-space: nowrap; }
    td { padding: 9px 12px; border-bottom: 1px solid var(--lumo-contrast-10pct); }
    tr.open > td { background: var(--lumo-primary-color-10pct); }
    tbody tr.press { cursor: pointer; }
    tbody tr.press:hover > td { background: var(--lumo-contrast-5pct); }
    tbody tr.press.open:hover > td { background: var(--lumo-primary-color-10pct); }
    th.n, td.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
    code, pre { font-family: ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace; font-size: 0.92em; }
    pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; max-height: 24em; overflow: auto; }
    .soft { color: var(--lumo-secondary-text-color); }
    .bad { color: var(--lumo-error-text-color); }
    .good { color: var(--lumo-success-text-color); }
    .wait { color: var(--lumo-warning-text-color, #a06000); }
    .old { opacity: 0.5; }
    .card { border: 1px solid var(--lumo-contrast-10pct); border-radius: 10px; padding: 14px 18px; margin: 0 0 16px; }
    .chip { display: inline-block; border-radius: 1em; padding: 1px 10px; background: var(--lumo-contrast-5pct); }
    .chip::before { content: ''; display: inline-block; width: 8px; height: 8px; border-radius: 50%; margin-right: 7px;
        background: currentColor; }
    .note { padding: 9px 14px; border-radius: 8px; background: var(--lumo-contrast-5pct); margin: 12px 0; }
    .note.bad { background: var(--lumo-error-color-10pct); }
    .empty { padding: 32px 12px; text-align: center; color: var(--lumo-secondary-text-color); }
    button { font: inherit; font-weight: 500; padding: 4px 14px; border-radius: 6px; cursor: pointer; white-space: nowrap;
        border: 1px solid var(--lumo-contrast-20pct); background: transparent; color: var(--lumo-primary-text-color); }
    button:hover { background: var(--lumo-contrast-5pct); }
    button:disabled { color: var(--lumo-disabled-text-color); cursor: default; }
    button.main { background: var(--lumo-primary-color); border-color: transparent;
        color: var(--lumo-primary-contrast-color); }
    button.main:hover { opacity: 0.9; }
    button.danger { color: var(--lumo-error-text-color); }
    button.danger.main { background: var(--lumo-error-color); color: var(--lumo-error-contrast-color, white); }
    button:focus-visible, input:focus-visible, textarea:focus-visible { outline: 2px solid var(--lumo-primary-color);
        outline-offset: 1px; }
    input, textarea { font: inherit; color: inherit; background: var(--lumo-contrast-5pct); padding: 6px 10px;
        border: 1px solid var(--lumo-contrast-20pct); border-radius: 6px; box-sizing: border-box; width: 100%; }
    textarea { resize: vertical; font-family: ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace; font-size: 0.92em; }
    label { display: block; color: var(--lumo-secondary-text-color); }
    label > input, label > textarea { margin-top: 3px; color: var(--lumo-body-text-color); }
    .row { display: flex; gap: 10px; align-items: center; flex-wrap: wrap; }
    .push { margin-left: auto; }
    svg.chart { display: block; width: 100%; height: auto; }
    svg.chart text { font-size: 11px; fill: var(--lumo-secondary-text-color); }
    svg.chart .grid { stroke: var(--lumo-contrast-10pct); }
`;
