// @ts-check

/**
 * The style sheet of the element's shadow tree. The papers are dark where the page declares a dark `color-scheme`;
 * what stands beside them has the colour of the text around the element, whatever is behind it.
 */
export const css = `
:host {
  --_ink: var(--reptile-ink, #14201b);
  --_paper: var(--reptile-paper, #ffffff);
  --_accent: var(--reptile-accent, #0a7d55);
  /* Borders of controls: 3:1 on the page, whatever its text. */
  --_line: color-mix(in srgb, currentcolor 58%, transparent);
  --_quiet: color-mix(in srgb, currentcolor 82%, transparent);
  --_win: var(--reptile-winner, var(--_accent));
  --_mark: color-mix(in oklab, var(--_accent) 55%, currentcolor);
  --_size: var(--reptile-cell-size, 176px);
  display: block;
  break-inside: avoid;
  font: 14px/1.4 system-ui, sans-serif;
  white-space: normal; overflow-wrap: anywhere; word-break: normal; line-break: auto; hyphens: manual; text-align: start; text-align-last: auto;
  letter-spacing: 0; word-spacing: 0; text-indent: 0; text-transform: none; text-shadow: none; text-emphasis: none; caret-color: auto;
  -webkit-text-fill-color: currentcolor; -webkit-text-stroke: 0;
}
:host([popover]:not(:popover-open)) { display: none; }
/* Behind it all is black then. */
:host(:fullscreen) { overflow: auto; background: Canvas; color: CanvasText; }
@supports (color: light-dark(red, red)) {
  :host {
    --_ink: var(--reptile-ink, light-dark(#14201b, #e6efe9));
    --_paper: var(--reptile-paper, light-dark(#ffffff, #17211c));
    --_accent: var(--reptile-accent, light-dark(#0a7d55, #4fd39c));
  }
}
:host([hidden]:not([hidden="until-found"])), [hidden] { display: none !important; }
*, ::before { box-sizing: border-box; }

/* A container for queries has no width of its own, so what is before it gives the element one, for places that are as
   wide as what is in them: at least 240px, at best room for one row. */
.frame { flex: 1; min-width: 0; writing-mode: horizontal-tb; }
.frame::before {
  content: ""; display: grid; height: 0; overflow: hidden;
  grid-template-columns: minmax(240px, calc((var(--_columns) + 1) * (var(--_size) + 16px)));
}
/* As a word in a line, it is not underlined where the page underlines what is around the element, as in a link. */
.body { container: body / inline-size; display: inline-block; width: 100%; }

.board { position: relative; display: flex; flex-wrap: wrap; gap: 16px 32px; justify-content: center; }
.examples {
  --_across: var(--_columns);
  display: grid; gap: 16px;
  grid-template-columns: repeat(var(--_across), minmax(0, var(--_size)));
}
/* Every cell has a fixed place in the grid, so that one that is opened leaves a gap instead of moving the others. */
.cell {
  grid-area: calc(round(down, var(--_index) / var(--_across), 1) + 1) / calc(mod(var(--_index), var(--_across)) + 1);
}
.cell { container-type: inline-size; display: flex; flex-direction: column; gap: 8px; width: 100%; min-width: 0; }
.cell.input:not(.open) { width: var(--_size); max-width: 100%; }
.cell.open {
  position: absolute; z-index: 1; top: -8px; left: 50%; translate: -50%;
  width: 100%; max-width: 420px; padding: 14px; background: var(--_paper); color: var(--_ink);
  border: 1.5px solid var(--_accent); border-radius: 18px; box-shadow: 0 8px 40px #0006;
}
/* Where the large cell would be, if it were as small as the others. */
.gap { display: none; }
.board:has(.open) { min-height: calc(min(100cqi, 420px) + 110px); align-content: start; }

.head { display: flex; gap: 4px; align-items: center; min-height: 28px; }
.name {
  flex: 1; min-width: 0; margin: 0; padding: 2px 6px;
  overflow: hidden; text-overflow: ellipsis; white-space: nowrap;
  font: inherit; font-weight: 650; color: inherit;
  background: none; border: 1px solid transparent; border-radius: 6px;
}
/* Where a page makes its text larger it has a line to itself, and more where that is too short. */
.head:has(span.name) { flex-wrap: wrap; }
:where(span).name { flex: 1 0 auto; max-width: 100%; white-space: normal; overflow-wrap: break-word; }
/* The dashed line shows that the label can be edited. */
input.name:not(:focus):enabled { border-radius: 0; border-bottom: 1px dashed var(--_line); }
input.name:hover:not(:focus):enabled { border-bottom-color: currentcolor; }
input.name:focus { border-color: var(--_accent); background: var(--_paper); color: var(--_ink); }
input.name::placeholder { color: inherit; opacity: 1; }
.samples {
  position: relative; flex: none; min-width: 28px; padding: 3px 6px; line-height: calc(20em / 13); text-align: center; border: 1px solid transparent; border-radius: 6px;
  overflow: clip; /* In WebKit a select is as wide as its longest option. */
  font-size: calc(13em / 14); color: var(--_quiet);
}
.samples::after { content: " ▾"; }
.samples:hover:not(:has(:disabled)) { border-color: var(--_line); color: inherit; }
.samples:has(:focus-visible) { outline: 3px solid var(--_mark); outline-offset: 1px; }
.samples:has(:disabled)::after { visibility: hidden; }
select {
  position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; font: inherit; font-size: 16px;
  opacity: 0; cursor: pointer;
}
option { color: CanvasText; background: Canvas; }

.paper {
  position: relative; aspect-ratio: 1; overflow: hidden;
  background: var(--_paper); color: var(--_ink); border: 1.5px solid var(--_line); border-radius: 12px;
}
canvas {
  display: block; width: 100%; height: 100%; border-radius: inherit; color: var(--_ink);
  /* Too short to be seen: pads redraw when it ends. */
  transition: color 1ms !important;
  cursor: crosshair; touch-action: none; user-select: none; -webkit-user-select: none;
  /* Ink is where the pen is, whatever a page gives this part: its box can be measured, but what is done to it after that cannot. */
  object-fit: fill !important; transform: none !important; rotate: none !important; scale: none !important; translate: none !important;
}
canvas[aria-disabled="true"] { cursor: not-allowed; touch-action: auto; }
.hint, .shots { position: absolute; pointer-events: none; color: var(--_quiet); }
.hint { inset: 0; display: grid; place-items: center; font-size: calc(13em / 14); text-align: center; opacity: 0; }
.next .hint { opacity: 1; }
.shots { inset-inline-end: 8px; bottom: 5px; font-size: calc(11em / 14); }
.input .paper { border-color: var(--_accent); border-width: 2.5px; }
.outdated canvas { opacity: 0.45; }
.next .paper { border-style: dashed; border-color: var(--_accent); }
.top .paper { border-color: var(--_win); box-shadow: 0 0 0 2px var(--_win); }
.top .percent, .top .name:not(:focus), .answer { color: color-mix(in oklab, var(--_win) 55%, currentcolor); }

/* The numbers change while the pen moves, and between; containment keeps that from causing a layout of the rest. It does so
   only out of the flow, since a box in a flex box is laid out with all of it. */
.result { position: relative; display: flex; align-items: center; height: calc(20em / 14); line-height: calc(20em / 14); }
.answer { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-weight: 650; }
.percent { position: absolute; top: 0; inset-inline-end: 0; width: 5ch; height: 100%; contain: layout size; text-align: end; font-weight: 650; font-variant-numeric: tabular-nums; }
meter {
  flex: 1; min-width: 0; width: 100%; height: 12px; margin-inline-end: calc(5ch + 8px); appearance: none; border: 1px solid var(--_quiet); border-radius: 6px;
  /* Only what is filled has a ground: a solid one looks full where it is empty. */
  background: linear-gradient(var(--_bar, var(--_quiet)) 0 0) 0 / var(--_share, 0%) 100% no-repeat transparent;
}
/* The inner elements of a meter differ between browsers. */
meter::-webkit-meter-inner-element { display: none; }
meter::-moz-meter-bar { background: none; }
meter:dir(rtl) { background-position-x: 100%; }
.top meter { --_bar: color-mix(in oklab, var(--_win) 80%, currentcolor); }

.tools, .all { display: flex; flex-wrap: wrap; gap: 6px; }
.tools button { flex: 1; overflow-wrap: break-word; }
button {
  padding: 5px 10px; font: inherit; font-weight: 550; color: inherit; cursor: pointer;
  background: transparent; border: 1px solid var(--_line); border-radius: 8px;
}
button:hover:enabled { border-color: currentcolor; }
button:disabled { opacity: 0.45; cursor: default; }
button.main { background: var(--_accent); border-color: var(--_accent); color: var(--_paper); }
button.main:hover:enabled { border-color: var(--_ink); }
:focus-visible { outline: 3px solid var(--_mark); outline-offset: 2px; }
canvas:focus-visible { outline-offset: -4px; }

.foot {
  display: flex; flex-wrap: wrap; gap: 10px 20px; align-items: start;
  margin-top: 20px;
}
/* Room for its longest sentences, so that nothing below moves when it wraps. */
.status { flex: 1 1 240px; min-height: calc(2.8em + 4px); margin: 0; padding-top: 4px; font-size: calc(16em / 14); unicode-bidi: plaintext; }
.status.error { font-weight: 650; }
.status.error::before { content: "! "; color: var(--_mark); }
.heard {
  position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden;
  clip-path: inset(50%); white-space: nowrap;
}

@container (min-width: 600px) {
  /* The input stands beside the examples, and is always as large as one of them. */
  .board { flex-wrap: nowrap; justify-content: start; }
  .examples {
    flex: var(--_columns) 1 calc((var(--_columns) - 1) * 16px);
    max-width: calc(var(--_columns) * (var(--_size) + 16px) - 16px);
  }
  .cell.input:not(.open) { flex: 1 1 0; max-width: var(--_size); }
}
/* The name gets the whole of a line. */
@container (max-width: 200px) {
  .head { flex-wrap: wrap; }
  .name { flex-basis: 100%; }
  .samples { flex: 1; border-color: var(--_line); }
}
@container (max-width: 140px) {
  .tools { gap: 4px; }
  .tools button { padding: 5px 2px; font-size: 13px; }
}
@container (max-width: 900px) { .status { min-height: calc(4.2em + 4px); } }
@container (max-width: 480px) {
  .all { flex: 1 100%; }
  .all button { flex: auto; padding: 5px 4px; }
  .status { flex-basis: 100%; min-height: calc(5.6em + 4px); text-align: center; }
}
/* On a phone one cell is large, and above it are the others, each in its place. A tap, or the focus, makes it the large one.
   The tracks below the places are empty, but for the last. */
@container body (max-width: 480px) {
  .board, .examples { --_across: var(--_columns-narrow); }
  .board { display: grid; gap: 0 8px; grid-template-columns: repeat(var(--_across), minmax(0, 88px)); }
  .examples { display: contents; }
  .board:has(.open) { min-height: 0; }
  .cell.large:not(.open) { width: min(100%, 280px); }
  .cell.large { grid-area: 30 / 1 / auto / -1; justify-self: center; }
  .cell.open { position: relative; inset: auto; translate: none; }
  .gap::before { content: "▾" / ""; }
  .gap {
    display: grid; place-items: center; align-self: end; aspect-ratio: 1; margin: 20px 0 44px; color: var(--_mark); border: 1.5px dashed; border-radius: 12px;
    grid-area: calc(round(down, var(--_large) / var(--_across), 1) + 1) / calc(mod(var(--_large), var(--_across)) + 1);
  }
  .cell:not(.large) {
    position: relative; justify-content: end; gap: 4px; width: auto; margin-bottom: 10px; font-size: 11px; cursor: pointer;
    > * { pointer-events: none; }
    .head { position: relative; min-height: 16px; }
    .name { padding: 0; border: 0; text-align: center; line-height: 16px; }
    input.name, .samples { position: absolute; top: 0; inset-inline: 0; }
    input.name { height: 44px; padding-bottom: 28px; }
    span.name, .answer { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; }
    .samples { opacity: 0; }
    .hint, .shots { font-size: inherit; }
    .tools { display: none; }
    .result { height: 30px; align-items: start; }
    meter { margin: 0; }
    .percent { top: 10px; inset-inline: 0; width: auto; text-align: center; }
    .answer { -webkit-line-clamp: 3; position: absolute; inset: 0 0 auto; text-align: center; line-height: 13px; white-space: normal; }
  }
}
@container body (max-width: 200px) { .board, .examples { --_across: 3; } }
@media (pointer: coarse), (max-width: 480px) {
  button, .samples, input.name { min-height: 44px; min-width: 44px; }
  .samples { min-height: 46px; line-height: 38px; }
}
@media (prefers-reduced-motion: no-preference) {
  .paper { transition: border-color 0.15s, box-shadow 0.15s; }
}
/* The canvases keep the ink of the screen, which may be light, and printed papers are white. */
@media print {
  .paper { background: white; }
  canvas { filter: brightness(0); }
  meter { print-color-adjust: exact; }
}
@media (forced-colors: active) {
  :host { --_ink: CanvasText; --_paper: Canvas; --_accent: Highlight; --_mark: Highlight; --_win: Highlight; --_line: CanvasText; --_quiet: CanvasText; }
  canvas { forced-color-adjust: none; }
  meter { forced-color-adjust: none; border: 1px solid CanvasText; background-color: Canvas; }
  span.name, input.name { border-color: Canvas; }
  .top .paper { outline: 3px solid Highlight; }
  button.main { forced-color-adjust: none; background: ButtonText; color: ButtonFace; }
}
`;
