// A run as a link: the whole configuration, seed and built-in set in the URL's hash, so that a run can be shared and made again; and a lesson, where a
// teacher made one.
import { FIELD_NAMES, type RunConfig } from './config.ts'
import { type BuiltinName, isBuiltinName } from './datasets.ts'
import { isLessonPair, type Lesson, lessonPairs, readLesson } from './lesson.ts'
import { type ConfigProblem, parseConfig } from './parse-config.ts'
import { DEFAULT_PRESET, isPresetName, type PresetName, presetConfig } from './presets.ts'

/** `data` is null where the images are the person's own, which are never part of a link, and where a short link names no images. */
export interface RunLink {
  readonly preset: PresetName
  readonly data: BuiltinName | null
  readonly config: RunConfig
}

/** All that a link to the page carries beside the code of a picture. */
export interface PageLink extends RunLink {
  readonly lesson: Lesson | null
}

/** Names the code of a picture in a link: `#code=k3f9x2-1500-42`. */
const CODE = 'code'

/** A link to a picture, which opens where its run is kept. Codes are written in what a link carries as it is. */
export function toCodeHash(code: string): string {
  return `#${CODE}=${code}`
}

/** The code that a link leads to, as it stands there; null: it leads to none. */
export function codeOfHash(hash: string): string | null {
  return pairsOf(hash).find(([name]) => name === CODE)?.[1] ?? null
}

/** Whether a hash says something of a run to make, and not only which picture is to be seen. */
export function hasSettings(hash: string): boolean {
  return pairsOf(hash).some(([name]) => name !== CODE)
}

/** Every setting is written out, so that a link stays the same run when a preset changes later. */
export function toHash({ preset, data, config, lesson }: PageLink): string {
  const pairs: (readonly [string, unknown])[] = [['preset', preset]]
  if (data) pairs.push(['data', data])
  for (const name of FIELD_NAMES) pairs.push([name, config[name]])
  if (lesson) pairs.push(...lessonPairs(lesson))
  return `#${pairs.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join('&')}`
}

/** A part that is no valid percent-encoding stays as it is: it will then be named as unknown. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** A hash may be short (`#preset=smoke&seed=3`), absent or wrong: what cannot be read is named in `problems`. */
export function fromHash(hash: string): { link: PageLink; problems: ConfigProblem[] } {
  const pairs = pairsOf(hash)
  const { lesson, problems: ofLesson } = readLesson(pairs.filter(isLessonPair))
  const { preset = DEFAULT_PRESET, data, [CODE]: _, ...settings } = Object.fromEntries(pairs.filter((pair) => !isLessonPair(pair)))
  const problems: ConfigProblem[] = []
  if (!isPresetName(preset)) problems.push({ name: 'preset', message: `There is no preset called “${preset.slice(0, 40)}”.` })
  const isSet = data !== undefined && isBuiltinName(data)
  if (data !== undefined && !isSet) problems.push({ name: 'data', message: `There is no built-in set called “${data.slice(0, 40)}”.` })
  const name = isPresetName(preset) ? preset : DEFAULT_PRESET
  const parsed = parseConfig(settings, presetConfig(name))
  const link = { preset: name, data: isSet ? data : null, config: parsed.config, lesson }
  return { link, problems: [...problems, ...parsed.problems, ...ofLesson] }
}

function pairsOf(hash: string): (readonly [name: string, value: string])[] {
  const parts = hash.replace(/^#/, '').split('&').filter(Boolean)
  return parts.map((part) => part.split('=', 2)).map(([name = '', value = '']) => [decode(name), decode(value)])
}
