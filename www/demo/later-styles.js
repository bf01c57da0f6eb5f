// @ts-check

/** The look of what is loaded later. */
export const LATER = `
.loop, .challenges { margin-top: 16px; }
.row { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 16px; margin: 0 0 8px; }
.row input[type=range] { flex: 1 1 180px; height: 44px; margin: 0; }
.loop button, .challenges button {
  min-height: 44px; min-width: 84px; padding: 6px 16px; border: 1px solid var(--quiet); border-radius: 10px;
  background: none; color: inherit; font: inherit; cursor: pointer;
}
.loop h2, .challenges h2, .game h2 { font-size: 1.25rem; letter-spacing: -0.01em; }
.loop button:hover:enabled, .challenges button:hover:enabled { border-color: var(--accent); color: var(--accent); }
.loop button.main:enabled { border-color: var(--accent); background: var(--accent); color: var(--card); }
.loop button:disabled { opacity: 0.5; cursor: default; }
.loop svg { display: block; width: 100%; height: auto; }
.loop svg text { font-size: 13px; font-weight: 600; fill: var(--ink); }
.loop .frame { fill: none; stroke: var(--quiet); }
.loop .trail { fill: none; stroke: var(--quiet); stroke-dasharray: 2 4; }
.loop .trail.last { stroke: var(--accent); stroke-dasharray: none; stroke-opacity: 0.5; }
.loop .mark rect { fill: var(--card); stroke: var(--quiet); }
.loop .mark polyline { fill: none; stroke: var(--ink); stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
.loop .mark.last rect { stroke: var(--accent); stroke-width: 2.5; }
.loop .mark.last polyline { stroke: var(--accent); }
.loop .share { fill: var(--accent); }
.loop .own { stroke: var(--ink); stroke-width: 2.5; }
.loop .told { min-height: 3em; color: var(--ink); font-variant-numeric: tabular-nums; }
@media (min-width: 1000px) {
  .loop { display: grid; grid-template: auto auto auto auto 1fr / 5fr 6fr; gap: 0 28px; }
  .loop > * { grid-column: 1; }
  .loop h2, .loop .row { grid-column: 1 / -1; }
  .loop .filters { grid-area: 3 / 2 / 6; }
  .loop .filters .tiles { grid-template-columns: repeat(4, minmax(0, 1fr)); }
}
.filters { margin: 12px 0 0; }
.filters[hidden], .row[hidden] { display: none; }
.tiles { display: grid; grid-template-columns: repeat(6, minmax(0, 1fr)); gap: 10px; }
@media (max-width: 700px) { .tiles { grid-template-columns: repeat(4, minmax(0, 1fr)); gap: 6px; } }
.tile { display: grid; grid-template-columns: repeat(2, 1fr); gap: 2px; padding: 2px; border: 1px solid var(--line); border-radius: 8px; background: #fff; }
.tile canvas { display: block; width: 100%; aspect-ratio: 1; image-rendering: pixelated; background: #f3f5f4; }
.gallery { display: grid; gap: 10px; }
@media (min-width: 600px) { .gallery { grid-template-columns: 1fr 1fr; } }
@media (min-width: 900px) { .gallery { grid-template-columns: repeat(3, 1fr); } }
.gallery button { display: grid; gap: 2px; align-content: start; padding: 12px 16px; text-align: left; }
.gallery span { font-size: 0.875rem; color: var(--quiet); }
.game {
  position: sticky; top: 0; z-index: 2; margin: 0 0 16px; padding: 12px 16px; background: var(--card);
  border: 1.5px solid var(--accent); border-radius: 14px;
}
.game h2 { margin: 0 0 4px; }
.game .prompt { min-height: 44px; margin: 0 0 6px; font-size: 1.125rem; }
.game .prompt .small { vertical-align: middle; }
/* Where it would hide what is drawn, it does not stay. */
@media (max-height: 560px) { .game { position: static; } }
@media (max-width: 480px) { .game .log { max-height: 4.75rem; } }
.game button { min-height: 44px; padding: 6px 16px; border: 1px solid var(--quiet); border-radius: 10px; background: none; color: inherit; font: inherit; cursor: pointer; }
.game .row { margin: 0; }
.game button:first-child { border-color: var(--accent); background: var(--accent); color: var(--card); }
.clock:empty { display: none; }
.clock { min-width: 3ch; font-weight: 680; font-variant-numeric: tabular-nums; }
.log { display: grid; gap: 4px; max-height: 30vh; margin: 8px 0 0; padding: 0; overflow-y: auto; list-style: none; font-size: 0.875rem; }
.log:empty { display: none; }
.log li { display: flex; align-items: center; gap: 8px; }
.small { flex: none; width: 34px; height: 34px; border: 1px solid var(--line); border-radius: 6px; fill: none; stroke: var(--ink); stroke-width: 6; stroke-linecap: round; stroke-linejoin: round; }
@media (forced-colors: active) {
  .small { stroke: CanvasText; }
  .loop button.main:enabled, .game button:first-child { forced-color-adjust: none; background: ButtonText; color: ButtonFace; border-color: ButtonText; }
  .loop svg { forced-color-adjust: none; }
  .loop svg text { fill: CanvasText; }
  .loop .frame, .loop .trail, .loop .mark rect, .loop .mark polyline, .loop .own { stroke: CanvasText; }
  .loop .mark rect { fill: Canvas; }
  .loop .mark.last rect, .loop .mark.last polyline, .loop .trail.last { stroke: Highlight; }
  .loop .share { fill: Highlight; }
  .tile { forced-color-adjust: none; }
}
`;
