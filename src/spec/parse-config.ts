// Reads settings from outside: a link, a command line, a form or a file. What cannot be used is named in a sentence; nothing throws.
import { DEFAULTS, type FieldName, isFieldName, type RunConfig } from './config.ts'
import { FIELDS, type Field } from './fields.ts'

/** Former names of settings: links, kept sets and checkpoints that use them still open. */
export const RENAMED: ReadonlyMap<string, FieldName> = new Map([
  ['keptShare', 'cropFraction'],
  ['ground', 'background'],
])

/** A setting that could not be used, in a sentence that says what was wanted. */
export interface ConfigProblem {
  readonly name: string
  readonly message: string
}

/** One value read from text, a form or a file: the value, or the sentence that says why not. */
function parseValue(name: FieldName, raw: unknown): { value: string | number | boolean } | { message: string } {
  const field: Field = FIELDS[name]
  const shown = String(raw).slice(0, 40)
  if (field.kind === 'toggle') {
    if (raw === true || raw === 'true' || raw === '1') return { value: true }
    if (raw === false || raw === 'false' || raw === '0') return { value: false }
    return { message: `“${field.label}” is either true or false, not “${shown}”.` }
  }
  if (field.kind === 'choice') {
    const option = field.options.find(({ value }) => String(value) === String(raw))
    if (option) return { value: option.value }
    return { message: `“${field.label}” is one of ${field.options.map(({ value }) => value).join(', ')}, not “${shown}”.` }
  }
  const value = typeof raw === 'number' ? raw : typeof raw === 'string' && raw.trim() !== '' ? Number(raw) : Number.NaN
  const whole = Number.isInteger(field.step)
  const fits = value >= field.min && value <= field.max && (!whole || Number.isInteger((value - field.min) / field.step))
  if (fits) return { value }
  const kind = whole ? (field.step === 1 ? 'a whole number' : `a multiple of ${field.step}`) : 'a number'
  return { message: `“${field.label}” is ${kind} from ${field.min} to ${field.max}, not “${shown}”.` }
}

/**
 * Settings from anywhere outside (URL, command line, file), laid over a base.
 * What cannot be used keeps the base's value and is named in `problems`; nothing throws.
 */
export function parseConfig(
  raw: Readonly<Record<string, unknown>>,
  base: RunConfig = DEFAULTS,
): { config: RunConfig; problems: ConfigProblem[] } {
  const config: Record<string, unknown> = { ...base }
  const problems: ConfigProblem[] = []
  for (const [given, value] of Object.entries(raw)) {
    const name = RENAMED.get(given) ?? given
    if (!isFieldName(name)) {
      problems.push({ name, message: `There is no setting called “${name.slice(0, 40)}”.` })
      continue
    }
    const parsed = parseValue(name, value)
    if ('value' in parsed) config[name] = parsed.value
    else problems.push({ name, message: parsed.message })
  }
  const checked = config as RunConfig
  for (const order of ORDERED) {
    const problem = orderProblem(checked, order)
    if (problem === null) continue
    problems.push(problem)
    for (const name of [order.low, order.high]) checked[name] = base[name]
  }
  return { config: checked, problems }
}

/** Two settings of which one must not be above the other. */
interface Order {
  readonly low: NumberFieldName
  readonly high: NumberFieldName
  /** Whether they may be equal. */
  readonly mayBeEqual: boolean
}

type NumberFieldName = { [K in FieldName]: (typeof FIELDS)[K]['kind'] extends 'number' ? K : never }[FieldName]

const ORDERED: readonly Order[] = [
  { low: 'blackLevel', high: 'whiteLevel', mayBeEqual: false }, // a picture has a range from black to white
  { low: 'rampFrom', high: 'rampUntil', mayBeEqual: true }, // equal: classes count in full at once from there
]

function orderProblem(config: RunConfig, { low, high, mayBeEqual }: Order): ConfigProblem | null {
  const [from, until] = [config[low], config[high]]
  if (from < until || (mayBeEqual && from === until)) return null
  const [must, is] = mayBeEqual ? ['must not be above', 'is above'] : ['must be below', 'is not below']
  return { name: low, message: `“${FIELDS[low].label}” ${must} “${FIELDS[high].label}”: ${from} ${is} ${until}.` }
}
