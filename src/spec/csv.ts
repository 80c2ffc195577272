// Tables as comma-separated text, which spreadsheets and scripts read.

/** As RFC 4180 has it: what holds a comma, a quote or a line break stands in quotes. */
export function csvOf(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(csvField).join(',')}\r\n`).join('')
}

function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
