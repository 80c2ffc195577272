// The rows of a table of labels: which of its columns are meant, and what stands in them.
import Papa from 'papaparse'
import { withoutEscape } from '../../spec/csv.ts'
import { cleanLabel } from '../../spec/label-names.ts'
import { grouped } from '../../spec/words.ts'
import { LabelTableError } from '../errors.ts'

export interface LabelRow {
  /** As the table has it. */
  readonly path: string
  /** Empty where it says none. */
  readonly label: string
}

export interface LabelRows {
  readonly rows: readonly LabelRow[]
  /** Without one the first row may be a header all the same, of names that are not known here. */
  readonly hasHeader: boolean
}

const SEPARATORS = [',', ';', '\t']
/** Four times the images that a set is meant for. */
const MAX_ROWS = 200_000

/** Names of columns in small letters without anything else; the first that is there is taken. */
const PATH_COLUMNS = ['path', 'filepath', 'imagepath', 'file', 'filename', 'image', 'imagename', 'imageid', 'img', 'id', 'name']
const LABEL_COLUMNS = ['label', 'labelname', 'labels', 'class', 'classname', 'category', 'kind', 'target', 'tag']

/** @throws LabelTableError where it is no table of labels */
export function labelRows(written: string): LabelRows {
  const text = written.replace(/\r\n?/g, '\n') // tables that were joined have several kinds of line ends
  const separator = SEPARATORS.find((one) => hasBothColumns(parse(text, one, 1).data[0] ?? [])) ?? ''
  const { data, errors } = parse(text, separator, MAX_ROWS + 1)
  if (data.length > MAX_ROWS) throw new LabelTableError(`The table has more than ${grouped(MAX_ROWS)} rows.`)
  const unclosed = errors.find(({ code }) => code === 'MissingQuotes')
  if (unclosed) throw new LabelTableError(`Row ${grouped((unclosed.row ?? 0) + 1)} of the table opens a quotation mark that is not closed.`)
  const [first = []] = data
  if (data.length === 0) throw new LabelTableError('The table is empty.')
  const { path, label, hasHeader } = chooseColumns(first, Math.max(...data.slice(0, 100).map(({ length }) => length)))
  const clean = remembering(cleanLabel) // a table has many rows, and few labels
  const rows = data
    .slice(hasHeader ? 1 : 0)
    .map((fields) => ({ path: withoutEscape(fields[path] ?? ''), label: clean(withoutEscape((fields[label] ?? '').trim())) }))
  return { rows: rows.filter((row) => row.path.trim() !== ''), hasHeader }
}

function remembering(of: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>()
  return (text) => {
    const before = known.get(text)
    if (before !== undefined) return before
    const result = of(text)
    known.set(text, result)
    return result
  }
}

function parse(text: string, delimiter: string, preview: number) {
  return Papa.parse(text, { delimiter, delimitersToGuess: SEPARATORS, skipEmptyLines: 'greedy', preview })
}

function indexIn(fields: readonly string[], columns: readonly string[]): number | null {
  const names = fields.map((field) => field.toLowerCase().replace(/[^a-z]/g, ''))
  const found = columns.find((column) => names.includes(column))
  return found === undefined ? null : names.indexOf(found)
}

function hasBothColumns(first: readonly string[]): boolean {
  return indexIn(first, PATH_COLUMNS) !== null && indexIn(first, LABEL_COLUMNS) !== null
}

/** @param width columns of the widest row */
function chooseColumns(first: readonly string[], width: number): { path: number; label: number; hasHeader: boolean } {
  if (width < 2)
    throw new LabelTableError(
      'The table has one column: it needs a path and a label in each row, with a comma, semicolon or tab between them.',
    )
  const [path, label] = [indexIn(first, PATH_COLUMNS), indexIn(first, LABEL_COLUMNS)]
  if (path === null && label === null) return { path: 0, label: 1, hasHeader: false }
  if (path !== null && label !== null) return { path, label, hasHeader: true }
  if (width > 2)
    throw new LabelTableError(
      `No column of the table is called “${path === null ? 'path” or “file' : 'label” or “class'}”: rename the one that is meant.`,
    )
  return { path: path ?? 1 - (label ?? 0), label: label ?? 1 - (path ?? 0), hasHeader: true }
}
