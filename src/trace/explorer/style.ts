/** The explorer's style. */
import { PALETTE } from './palette.ts'

/** A style sheet. Rows are as high as ROW_PX of page/lanes.ts says. */
export const STYLE = `${PALETTE}
* { box-sizing: border-box; }
html, body { height: 100%; margin: 0; }
body { display: grid; grid-template: auto 1fr auto / minmax(0, 1fr); background: var(--ground); color: var(--ink);
  font: 14px/1.45 ui-sans-serif, system-ui, sans-serif; }
header, footer { background: var(--raised); padding: 6px 12px; }
header { border-bottom: 1px solid var(--line); }
footer { border-top: 1px solid var(--line); display: flex; gap: 12px; align-items: center; }
h1 { font-size: 16px; margin: 0; } h2 { font-size: 16px; margin: 0 0 4px; }
h3 { font-size: 13px; margin: 16px 0 4px; padding-top: 8px; border-top: 1px solid var(--line); }
.head { display: grid; grid-template-columns: auto 1fr auto auto; gap: 4px 12px; align-items: baseline; }
.head p { margin: 0; color: var(--quiet); }
.bar { display: flex; flex-wrap: wrap; gap: 6px 12px; align-items: center; margin-top: 6px; }
.bar label { display: flex; gap: 4px; align-items: center; }
button, select, input { font: inherit; color: inherit; background: var(--ground); border: 1px solid var(--plain);
  border-radius: 4px; padding: 2px 7px; }
button { cursor: pointer; } button:hover { background: var(--ground-accent); }
button[aria-pressed='true'] { background: var(--ground-accent); border-color: var(--accent); font-weight: 600; }
button.link { border: 0; background: none; padding: 0 2px; color: var(--accent); text-align: left;
  text-decoration: underline; text-underline-offset: 2px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
#verdict p { margin: 6px 0 0; } #verdict { max-height: 20vh; overflow: auto; }
.broken { background: var(--hot-ground); border-left: 4px solid var(--hot); padding: 6px 10px; }
.broken p { margin: 4px 0 0; }
#nothing { color: var(--hot); }
main { display: grid; grid-template-columns: minmax(200px, 260px) minmax(420px, 1fr) minmax(300px, 420px); min-height: 0; }
#story, #detail { overflow: auto; padding: 8px 12px; min-height: 0; contain: content; }
#story { border-right: 1px solid var(--line); } #detail { border-left: 1px solid var(--line); }
#tale { list-style: none; margin: 0; padding: 0; }
#tale li { display: flex; gap: 6px; justify-content: space-between; padding: 2px 4px 2px 8px; border-left: 4px solid var(--line); }
#tale button { overflow-wrap: anywhere; color: var(--ink); text-decoration: none; } #tale button:hover { text-decoration: underline; }
#tale .user { border-color: var(--user); } #tale .fault { border-color: var(--cut); } #tale .mended { border-color: var(--plain); }
#tale .leader { border-color: var(--accent); } #tale .vault { border-color: var(--vault); }
#tale .broken { border-color: var(--hot); font-weight: 600; }
#tale li[aria-current] { background: var(--ground-accent); }
.number { color: var(--quiet); font-variant-numeric: tabular-nums; }
.quiet { color: var(--quiet); }
#run { display: grid; grid-template-rows: auto 1fr; min-width: 0; min-height: 0; }
#run { --list: minmax(240px, 46%); } #run.roomy { --list: minmax(240px, 62%); } #run.crowded { --list: minmax(240px, 40%); }
@media (max-width: 1300px) { #run.roomy { --list: minmax(240px, 46%); } }
.crowded .time, .timeless .time { display: none; }
#top { display: grid; grid-template-columns: var(--list) 1fr; border-bottom: 1px solid var(--line); padding-right: 12px; }
#top > b { padding: 2px 8px; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; } #heads { position: relative; height: 46px; }
#heads span { position: absolute; transform: translateX(-50%); font-size: 12px; font-weight: 600; top: 1px; }
#run.roomy #heads { height: 22px; } #heads .level-1 { top: 15px; } #heads .level-2 { top: 29px; }
#steps { overflow-y: scroll; overflow-x: hidden; position: relative; display: grid;
  grid-template-columns: var(--list) 1fr; }
#steps:focus-visible { outline-offset: -2px; }
#spacer { grid-column: 1; grid-row: 1; position: relative; }
#rows { position: absolute; inset: 0; contain: strict; }
#lanes { grid-column: 2; grid-row: 1; position: sticky; top: 0; width: 100%; cursor: crosshair; }
.row { position: absolute; left: 0; right: 0; height: 22px; line-height: 22px; padding: 0 6px; display: flex; gap: 7px;
  white-space: nowrap; overflow: hidden; cursor: pointer; border-left: 4px solid transparent; font-size: 13px; }
.row:hover { background: var(--raised); } .row .title { overflow: hidden; text-overflow: ellipsis; }
.row .number { min-width: 3.2em; text-align: right; } .row .time { color: var(--quiet); font-size: 12px; min-width: 5.2em; text-align: right; }
.row.user { border-color: var(--user); } .row.fault { border-color: var(--cut); font-weight: 600; }
.row.fell { background: var(--hot-ground); border-color: var(--hot); } .row .verdict { color: var(--hot); }
.row.here { background: var(--ground-accent); box-shadow: inset 0 0 0 1px var(--accent); }
.part { content-visibility: auto; contain-intrinsic-size: auto 160px; }
.said { font-size: 15px; margin: 0 0 8px; font-weight: 600; }
.links { display: flex; flex-direction: column; align-items: flex-start; gap: 2px; margin: 6px 0; }
.facts, .changes { margin: 0; padding-left: 16px; overflow-wrap: anywhere; }
.facts li, .changes li { margin: 2px 0; }
.facts:has(.badge) { list-style: none; padding-left: 0; }
code { font: 12px/1.4 ui-monospace, monospace; color: var(--ink); }
del { color: var(--hot); text-decoration-thickness: 1px; } ins { color: var(--vault); text-decoration: none; font-weight: 600; }
.changes { font: 12px/1.5 ui-monospace, monospace; list-style: none; padding: 0; }
.badge { display: inline-block; min-width: 15px; text-align: center; font: bold 11px/15px ui-monospace, monospace;
  background: var(--plain); color: var(--ground); }
.badge.hot { background: var(--hot); } .badge.user { background: var(--user); } .badge.vault { background: var(--vault); }
.wide { overflow-x: auto; } .nodes { border-collapse: collapse; font-size: 12.5px; width: 100%; }
.nodes th, .nodes td { text-align: left; padding: 2px 6px 2px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
.nodes .here { background: var(--ground-accent); }
.choices { display: flex; flex-wrap: wrap; gap: 4px; margin: 4px 0; }
.chart { margin: 8px 0; } .chart > div { overflow: auto; max-height: 380px; border: 1px solid var(--line); }
.chart svg { display: block; } .chart figcaption { color: var(--quiet); font-size: 12px; }
.branch, .leaf { font: 12px/1.55 ui-monospace, monospace; padding-left: 12px; overflow-wrap: anywhere; }
.branch > summary { cursor: pointer; margin-left: -12px; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
footer input { flex: 1; } #where { min-width: 17em; font-variant-numeric: tabular-nums; }
dialog { color: var(--ink); background: var(--ground); border: 1px solid var(--plain); max-width: 44em; }
dl { display: grid; grid-template-columns: auto 1fr; gap: 3px 12px; margin: 6px 0; } dd { margin: 0; }
kbd { border: 1px solid var(--plain); border-radius: 3px; padding: 0 5px; font: 12px ui-monospace, monospace; }
@media (max-width: 1000px) { main { grid-template-columns: minmax(0, 1fr); grid-template-rows: 20vh 45vh auto; overflow: auto; }
  body { height: auto; } #detail { border-left: 0; } .head { grid-template-columns: 1fr auto auto; }
  .head p { grid-column: 1 / -1; grid-row: 2; } }
@media print { header .bar, header button, footer, #story { display: none; } body { display: block; height: auto; }
  main { display: block; } #verdict, #detail { max-height: none; overflow: visible; contain: none; border: 0; }
  #steps { height: 16cm; overflow: hidden; } .part { content-visibility: visible; } }
`
