/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/** The few lines that other pages take a framework for. Text is always set as text, so that nothing in a trace is markup. */

/** What may stand inside an element. */
export type Inside = Node | string | null

/** An element with attributes, listeners (`onclick`) and children. Attributes that are null are left out. */
export function el(
  tag: string,
  attributes: Readonly<Record<string, string | ((event: never) => void) | null>> = {},
  ...inside: readonly Inside[]
): HTMLElement {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') made.addEventListener(name.slice(2), value as EventListener)
    else if (value !== null) made.setAttribute(name, value)
  }
  for (const child of inside) if (child !== null) made.append(child)
  return made
}

/** The element of the page's frame with this id. */
export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const found = document.getElementById(id)
  if (found === null) throw new Error(`defect: the page has no #${id}`)
  return found as T
}

/** Puts these in place of what is there. */
export function fill(into: HTMLElement, ...inside: readonly Inside[]): void {
  into.replaceChildren(...inside.filter((child): child is Node | string => child !== null))
}

/** A button. */
export function button(
  text: string,
  does: () => void,
  attributes: Readonly<Record<string, string>> = {},
): HTMLElement {
  return el('button', { type: 'button', ...attributes, onclick: does }, text)
}
