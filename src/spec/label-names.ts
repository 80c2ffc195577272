// The names of labels, whether a person types them, a table has them or folders: how they are cleaned, how long they may be, and in which order
// they stand.

/** Characters that are not seen, or that change how the text around them is shown. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
export const CONTROL_CHARACTERS = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** Letters of a name. Longer ones are captions. */
export const MAX_LABEL_LENGTH = 100

/** A name as it is shown and compared: on one line, without what would change how the text around it is shown. Empty: no label. */
export function cleanLabel(text: string): string {
  return text.replace(/\s+/g, ' ').trim().replace(CONTROL_CHARACTERS, '\ufffd').normalize('NFC')
}

/** The same of what may be longer, such as what a person types or calls a folder: it is cut. */
export function cutLabel(text: string): string {
  return cleanLabel(text).slice(0, MAX_LABEL_LENGTH).trim()
}

/** Numbers by their value, before all others, which go by code units: the same order for every locale. */
export function compareLabels(a: string, b: string): number {
  const numbers = [a, b].map((name) => (/^\d+$/.test(name) ? name.replace(/^0+(?=\d)/, '') : null)) as [string | null, string | null]
  const [one, other] = numbers
  if (one !== null && other !== null && one !== other) return one.length - other.length || (one < other ? -1 : 1)
  if ((one === null) !== (other === null)) return one === null ? 1 : -1
  return a < b ? -1 : a > b ? 1 : 0
}
