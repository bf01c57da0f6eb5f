// @ts-check

/** Of the element's shadow tree. A page that declares `color-scheme` gets its dark side too. */
export const css = `
:host {
  --ink: var(--reptile-ink, #14201b);
  --paper: var(--reptile-paper, #ffffff);
  --accent: var(--reptile-accent, #0a7d55);
  --line: color-mix(in srgb, var(--ink) 22%, var(--paper));
  --quiet: color-mix(in srgb, var(--ink) 68%, var(--paper));
  --size: var(--reptile-cell-size, 176px);
  display: block;
  container-type: inline-size;
  color: var(--ink);
  font: 14px/1.4 system-ui, sans-serif;
}
@supports (color: light-dark(red, red)) {
  :host {
    --ink: var(--reptile-ink, light-dark(#14201b, #e6efe9));
    --paper: var(--reptile-paper, light-dark(#ffffff, #17211c));
    --accent: var(--reptile-accent, light-dark(#0a7d55, #4fd39c));
  }
}
:host([hidden]), [hidden] { display: none !important; }
*, ::before { box-sizing: border-box; }

.board { display: flex; flex-wrap: wrap; gap: 16px; justify-content: center; }
.examples {
  flex: 0 1 auto;
  display: grid;
  grid-template-columns: repeat(var(--columns), minmax(0, var(--size)));
  gap: 16px;
}
.cell { display: flex; flex-direction: column; gap: 8px; width: 100%; min-width: 0; }
.cell.input { width: var(--size); max-width: 100%; }
.cell.open { grid-column: 1 / -1; width: min(100cqi, 420px); }

.head { display: flex; gap: 4px; align-items: center; min-height: 28px; }
.name {
  flex: 1; min-width: 0; margin: 0; padding: 2px 6px;
  overflow: hidden; text-overflow: ellipsis; white-space: nowrap;
  font: inherit; font-weight: 650; color: inherit;
  background: none; border: 1px solid transparent; border-radius: 6px;
}
input.name:hover:enabled { border-color: var(--line); }
input.name:focus { border-color: var(--accent); background: var(--paper); }
input.name::placeholder { color: inherit; opacity: 1; }
.samples {
  flex: none; width: 28px; height: 28px; padding: 0 0 0 9px;
  appearance: none; font: inherit; color: var(--quiet); cursor: pointer;
  background: none; border: 1px solid transparent; border-radius: 6px; overflow: hidden;
}
.samples:hover:enabled { border-color: var(--line); color: var(--ink); }
.samples option { color: CanvasText; background: Canvas; }
.samples-box { position: relative; }

.paper {
  position: relative; aspect-ratio: 1; overflow: hidden;
  background: var(--paper); border: 1.5px solid var(--line); border-radius: 12px;
}
canvas {
  display: block; width: 100%; height: 100%; border-radius: inherit; color: var(--ink);
  cursor: crosshair; touch-action: none; user-select: none; -webkit-user-select: none;
}
canvas[aria-disabled="true"] { cursor: not-allowed; }
.hint, .shots { position: absolute; pointer-events: none; color: var(--quiet); }
.hint { inset: 0; display: grid; place-items: center; font-size: 13px; opacity: 0; }
.next .hint { opacity: 1; }
.shots { right: 8px; bottom: 5px; font-size: 11px; }
.input .paper { border-color: var(--accent); border-width: 2.5px; }
.next .paper { border-style: dashed; border-color: var(--accent); }
.top .paper { border-color: var(--accent); box-shadow: 0 0 0 2px var(--accent); }
.top .percent, .top .name { color: var(--accent); }

.result { display: flex; align-items: center; gap: 8px; }
.percent { min-width: 4ch; text-align: right; font-weight: 650; font-variant-numeric: tabular-nums; }
meter {
  flex: 1; min-width: 0; width: 100%; height: 10px; appearance: none; border: 0;
  border-radius: 5px; overflow: hidden; background: var(--line);
}
meter::-webkit-meter-inner-element { display: block; }
meter::-webkit-meter-bar { height: 10px; border: 0; border-radius: 5px; background: var(--line); }
meter::-webkit-meter-optimum-value { background: var(--quiet); border-radius: 5px; }
meter::-moz-meter-bar { background: var(--quiet); border-radius: 5px; }
.top meter::-webkit-meter-optimum-value { background: var(--accent); }
.top meter::-moz-meter-bar { background: var(--accent); }

.tools, .all { display: flex; flex-wrap: wrap; gap: 6px; }
.tools button { flex: 1; }
button {
  padding: 5px 10px; font: inherit; font-weight: 550; color: var(--ink); cursor: pointer;
  background: transparent; border: 1px solid var(--line); border-radius: 8px;
}
button:hover:enabled { border-color: var(--ink); }
button:disabled, .samples:disabled { opacity: 0.45; cursor: default; }
button.main { background: var(--accent); border-color: var(--accent); color: var(--paper); }
button.main:hover:enabled { border-color: var(--ink); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
canvas:focus-visible { outline-offset: -4px; }

.foot {
  display: flex; flex-wrap: wrap; gap: 10px 20px; align-items: center; justify-content: center;
  margin-top: 18px;
}
.status { flex: 1 1 240px; min-height: 1.4em; margin: 0; font-size: 16px; }
.status.error { font-weight: 650; }
.status.error::before { content: "! "; color: var(--accent); }
.heard {
  position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden;
  clip-path: inset(50%); white-space: nowrap;
}

@container (min-width: 660px) {
  .cell.input:not(.open) { margin-left: 16px; }
}
@container (max-width: 480px) {
  .board, .examples { gap: 10px; }
  .cell.input { width: min(100%, 230px); }
  .cell.open, .cell.input.open { width: 100%; }
  .examples .tools { gap: 4px; }
  .examples .tools button { padding: 5px 2px; font-size: 13px; }
  .status { flex-basis: 100%; text-align: center; }
}
@media (prefers-reduced-motion: no-preference) {
  .paper { transition: border-color 0.15s, box-shadow 0.15s; }
}
@media (forced-colors: active) {
  :host { --ink: CanvasText; --paper: Canvas; --accent: Highlight; --line: CanvasText; --quiet: CanvasText; }
  canvas { forced-color-adjust: none; }
  meter { forced-color-adjust: none; border: 1px solid CanvasText; background: Canvas; }
  meter::-webkit-meter-bar { background: Canvas; }
  .top .paper { outline: 3px solid Highlight; }
  button.main { forced-color-adjust: none; background: ButtonText; color: ButtonFace; }
}
`;
