/** The page's frame, before any data: what stands where, and what a screen reader calls it. */

/** The body of the page. */
export const FRAME = `
<header>
  <div class="head"><h1>strongroom explorer</h1><p id="about"></p>
    <button id="theme" type="button">dark or light</button>
    <button id="help-open" type="button">keys and signs</button></div>
  <div id="verdict" role="region" aria-label="Verdict" tabindex="0"></div>
  <div class="bar" role="search">
    <label>Search <input id="search" type="search" placeholder="text, step number"></label>
    <label>Node <select id="node"><option value="">all</option></select></label>
    <label>Message <select id="type"><option value="">all</option></select></label>
    <label>Record <select id="record"><option value="">all</option></select></label>
    <label><input id="marked" type="checkbox"> only steps with marks</label>
    <span id="shown" role="status"></span>
    <button id="clear" type="button" hidden>show all</button>
    <span id="nothing" role="status"></span>
  </div>
</header>
<main>
  <section id="story" aria-label="Story of the run" tabindex="0"><h2>The run, told</h2><ol id="tale"></ol></section>
  <section id="run" aria-label="Steps and lanes">
    <div id="top"><b>step<span class="time">, virtual time</span>, what happened</b><div id="heads" aria-hidden="true"></div></div>
    <div id="steps" role="listbox" tabindex="0" aria-label="Steps">
      <div id="spacer" role="presentation"><div id="rows" role="presentation"></div></div>
      <canvas id="lanes" aria-hidden="true"></canvas>
    </div>
  </section>
  <section id="detail" aria-label="At the cursor" tabindex="0"></section>
</main>
<footer>
  <label for="slider">Cursor</label><input id="slider" type="range" min="0" value="0">
  <output id="where" for="slider"></output>
</footer>
<dialog id="help" aria-labelledby="help-title">
  <h2 id="help-title">Keys and signs</h2>
  <dl id="keys"></dl>
  <p>Click a row for its step, a lane for that node's state. Time runs downwards. An arrow goes from the step that sent a
  message to the step that delivered it; a lost one ends in a cross, one that never arrives is a broken stub with a ring. A thick stretch is a leader, in its term's colour.</p>
  <dl id="signs"></dl>
  <button id="help-close" type="button">close</button>
</dialog>`
