// @ts-check

/** The look of other hands and of the training. */
export const PARTS = `
.part { margin-top: 16px; }
.part button {
  min-height: 44px; min-width: 60px; padding: 6px 16px; border: 1px solid var(--quiet); border-radius: 10px;
  background: none; color: inherit; font: inherit; cursor: pointer;
}
.part label input { width: 6.5em; min-height: 44px; padding: 0 8px; border: 1px solid var(--quiet); border-radius: 10px; background: none; color: inherit; font: inherit; }
.part button:hover:enabled { border-color: var(--accent); color: var(--accent); }
.part button.main:enabled { border-color: var(--accent); background: var(--accent); color: var(--card); }
.part button:disabled { opacity: 0.5; cursor: default; }
.part .told { min-height: 1.5em; color: var(--ink); font-variant-numeric: tabular-nums; }
.part h3 { margin: 0 0 8px; font-size: 0.9375rem; font-weight: 500; }
.part .score { white-space: nowrap; font-size: 1.125rem; font-variant-numeric: tabular-nums; }
.columns { display: flex; flex-direction: column; }
.columns .note { margin: 0 0 10px; }
.both { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 300px), 1fr)); gap: 20px; }
.lists { display: grid; grid-template-columns: repeat(auto-fit, minmax(72px, 1fr)); gap: 6px; flex: 1; }
.column { border: 1px solid var(--line); border-radius: 10px; overflow: hidden; }
.own { display: flex; flex-wrap: wrap; align-items: center; gap: 6px; padding: 6px; border-bottom: 1px solid var(--line); font-size: 0.875rem; overflow-wrap: anywhere; }
.fallen { display: flex; flex-wrap: wrap; align-content: flex-start; gap: 4px; min-height: 150px; padding: 6px; }
.mini { flex: none; width: 26px; height: 26px; fill: none; stroke: var(--ink); stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round; border-radius: 5px; }
.own span { flex: 1 1 4.5em; min-width: 0; }
.own .mini { width: 32px; height: 32px; }
.mini.wrong { stroke: #b3261e; box-shadow: inset 0 0 0 1.5px #b3261e; }
.mini.human { box-shadow: inset 0 0 0 1.5px currentColor; }
.part.training svg.curve-of { display: block; width: 100%; height: auto; }
.part.training svg.curve-of text { font-size: 13px; fill: var(--quiet); }
.part.training .grid { stroke: var(--line); }
.part.training polyline.accuracy { fill: none; stroke: var(--accent); stroke-width: 2.5; stroke-linejoin: round; }
.part .row { margin-top: 14px; }
.part h2 { font-size: 1.25rem; letter-spacing: -0.01em; }
.part .source { font-size: 0.875rem; }
.part.over { outline: 3px dashed var(--accent); outline-offset: 3px; }
@media (prefers-color-scheme: dark) { .mini.wrong { stroke: #ff8a80; box-shadow: inset 0 0 0 1.5px #ff8a80; } }
@media (prefers-reduced-motion: no-preference) {
  .fallen .mini { animation: fall 0.35s ease-in; }
  @keyframes fall { from { transform: translateY(-60px); opacity: 0; } }
}
@media (forced-colors: active) { .part button.main:enabled { forced-color-adjust: none; background: ButtonText; color: ButtonFace; border-color: ButtonText; } .mini, .part.training polyline.accuracy { stroke: CanvasText; } .mini.wrong { stroke: CanvasText; box-shadow: none; outline: 2px dashed CanvasText; } .part.training svg.curve-of text { fill: CanvasText; } .part.training .grid { stroke: CanvasText; stroke-opacity: 0.3; } }
`;
