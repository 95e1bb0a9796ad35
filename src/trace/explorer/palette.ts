/** Colours of every page that strongroom writes, for light and dark; contrast at least 4.5 to 1 for text. */

const LIGHT = `color-scheme: light;
  --ground: #ffffff; --raised: #f4f5f7; --ink: #1b1f24; --quiet: #586069; --line: #c9ced6; --accent: #0b5cad;
  --hot: #b3261e; --hot-ground: #fde8e6; --user: #6b3fa0; --vault: #116329; --plain: #495057;
  --cut: #d9822b; --down: #8b939c; --ground-accent: #dcebfa;`
const DARK = `color-scheme: dark;
  --ground: #14171a; --raised: #1d2126; --ink: #e6e8ea; --quiet: #a2abb5; --line: #3a4149; --accent: #7ab7f5;
  --hot: #ff8f85; --hot-ground: #4a1c19; --user: #c7a6f0; --vault: #7fd495; --plain: #b4bcc5;
  --cut: #e39b4f; --down: #6a727b; --ground-accent: #1d3a57;`

/** Custom properties for both themes; `data-theme` on the root overrides the reader's system. Paper is always light. */
export const PALETTE = `
:root { ${LIGHT} }
@media screen and (prefers-color-scheme: dark) { :root:not([data-theme='light']) { ${DARK} } }
@media screen { :root[data-theme='dark'] { ${DARK} } }
`
