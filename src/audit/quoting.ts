/** What a log says is a stranger's: on a terminal it must not be able to say anything else than itself. */

const CHARACTERS_MAX = 80

/** The text in quotes, at most 80 characters of it; all but printable ASCII is escaped. */
export function quoted(text: string): string {
  const cut = text.length > CHARACTERS_MAX ? `${text.slice(0, CHARACTERS_MAX)}...` : text
  const plain = cut.replace(/["\\]|[^ -~]/g, (one) => `\\u{${one.charCodeAt(0).toString(16)}}`)
  return `"${plain}"`
}
