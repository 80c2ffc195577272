// Tables as comma-separated text, which spreadsheets and scripts read.

/** As RFC 4180 has it: what holds a comma, a quote or a line break stands in quotes. What a spreadsheet would compute is made text. */
export function csvOf(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map((text) => csvField(escapeFormula(text))).join(',')}\r\n`).join('')
}

function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

const FORMULA = /^'*[=+\-@\t\r]/
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

/** A file or a folder may be called `=HYPERLINK(...)`: with an apostrophe in front spreadsheets take it for text [OWASP, CSV Injection]. */
function escapeFormula(text: string): string {
  return FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text
}

/** A field of a table written here, as it was before. */
export function withoutEscape(field: string): string {
  return field.startsWith("'") && FORMULA.test(field) ? field.slice(1) : field
}
