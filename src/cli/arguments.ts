// Parses the command line: options and settings, or one sentence about what is wrong with them.
import { parseArgs } from 'node:util'
import { BACKEND_CHOICES, type BackendChoice, isBackendChoice } from '../spec/backends.ts'
import { FIELD_NAMES, type RunConfig } from '../spec/config.ts'
import { parseConfig } from '../spec/parse-config.ts'
import { DEFAULT_PRESET, isPresetName, PRESET_NAMES, type PresetName, presetConfig } from '../spec/presets.ts'
import { HelpRequest, UsageError } from './errors.ts'

type OptionKinds = Readonly<Record<string, { readonly type: 'string' | 'boolean'; readonly multiple?: boolean }>>

export interface Options {
  /** @throws UsageError where it is missing */
  required(name: string): string
  text(name: string): string | undefined
  texts(name: string): string[]
  flag(name: string): boolean
  /** A whole number of at least `min`. @throws UsageError otherwise */
  count(name: string, fallback: number, min?: number): number
  /** One of these, the first unless given. @throws UsageError otherwise */
  choice<T extends string>(name: string, choices: readonly [T, ...T[]]): T
}

/** @throws HelpRequest where the command is only asked how it is called */
export function checkHelp(args: readonly string[], usage: string): void {
  if (args.includes('--help') || args.includes('-h')) throw new HelpRequest(usage)
}

export function parseOptions(args: string[], kinds: OptionKinds, usage: string): Options {
  checkHelp(args, usage)
  const values = read(args, kinds, usage)
  const text = (name: string) => (typeof values[name] === 'string' ? values[name] : undefined)
  return {
    text,
    required(name) {
      const value = text(name)
      if (!value) throw new UsageError(`--${name} is missing. ${usage}`)
      return value
    },
    texts: (name) => (Array.isArray(values[name]) ? values[name].map(String) : []),
    flag: (name) => values[name] === true,
    count(name, fallback, min = 0) {
      const value = text(name) === undefined ? fallback : Number(text(name))
      if (!Number.isSafeInteger(value) || value < min)
        throw new UsageError(`--${name} is a whole number of at least ${min}, not “${text(name)}”.`)
      return value
    },
    choice(name, choices) {
      const wanted = text(name) ?? choices[0]
      const found = choices.find((choice) => choice === wanted)
      if (found === undefined) throw new UsageError(`--${name} is one of ${choices.join(', ')}, not “${wanted}”.`)
      return found
    },
  }
}

function read(args: string[], kinds: OptionKinds, usage: string): Record<string, unknown> {
  try {
    return parseArgs({ args, options: { ...kinds }, allowPositionals: false }).values
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message.split('. ')[0] : error}. ${usage}`)
  }
}

/**
 * Settings from --preset, --set key=value, --steps and --seed. @throws UsageError naming the first that cannot be used
 * @param fallback the preset where none is named
 */
export function parseSettings(options: Options, fallback: PresetName = DEFAULT_PRESET): RunConfig {
  const preset = options.text('preset') ?? fallback
  if (!isPresetName(preset)) throw new UsageError(`There is no preset “${preset}”; there are ${PRESET_NAMES.join(', ')}.`)
  const raw: Record<string, string> = {}
  for (const pair of options.texts('set')) {
    const [name = '', value] = pair.split('=', 2)
    if (value === undefined) throw new UsageError(`--set takes key=value, not “${pair}”. Keys: ${FIELD_NAMES.join(', ')}.`)
    raw[name] = value
  }
  for (const name of ['steps', 'seed']) {
    const value = options.text(name)
    if (value !== undefined) raw[name] = value
  }
  const { config, problems } = parseConfig(raw, presetConfig(preset))
  const [problem] = problems
  if (problem) throw new UsageError(problem.message)
  return config
}

/** For the usage of every command that computes on a device. */
export const BACKEND_USAGE = `[--backend ${BACKEND_CHOICES.join('|')}]`

export function parseBackend(options: Options): BackendChoice {
  const wanted = options.text('backend') ?? 'auto'
  if (!isBackendChoice(wanted)) throw new UsageError(`--backend is one of ${BACKEND_CHOICES.join(', ')}, not “${wanted}”.`)
  return wanted
}
