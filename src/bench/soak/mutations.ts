// Seeded mutations of checkpoints and project files: whatever is done to a file, it opens as it was or is refused with a sentence. Where the
// sums of a file are made right again after it was changed, it may also open as another file that is whole.
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { crc32, joined } from '../../data/bytes.ts'
import { type Checkpoint, readCheckpoint } from '../../gan/checkpoint.ts'
import { CheckpointError } from '../../gan/errors.ts'
import { RandomStream } from '../../spec/rng.ts'
import { StoredRunError } from '../../store/errors.ts'
import { readProject, writeProject } from '../../store/project-file.ts'
import { SAMPLE_CHECKPOINT, SAMPLE_RUN, SAMPLE_SET } from './sample-project.ts'

type Mutate = (bytes: Uint8Array, random: RandomStream) => Uint8Array

/** `wrong`: it opened as something that it is not, or failed without a sentence. */
export type Outcome = 'refused' | 'unchanged' | 'another' | 'wrong'

interface Kind {
  readonly subject: 'checkpoint' | 'project'
  readonly name: string
  readonly mutate: Mutate
  /** Whether the sums of the file are right after it. */
  readonly consistent: boolean
}

/** Headers lie at the beginning of a checkpoint and at the end of a zip, and are the most sensitive: every second place is among them. */
function placeIn(bytes: Uint8Array, random: RandomStream): number {
  const near = Math.min(bytes.length, 2000)
  const from = [0, 0, 0, bytes.length - near][random.below(4)] as number
  return random.below(2) === 0 ? random.below(bytes.length) : from + random.below(near)
}

function rangeIn(bytes: Uint8Array, random: RandomStream): [number, number] {
  const from = placeIn(bytes, random)
  return [from, Math.min(bytes.length, from + 1 + random.below(random.below(2) === 0 ? 16 : bytes.length))]
}

/** Around the limits of 8, 16, 31, 32, 53 and 64 bits, little-endian. */
const NUMBERS = [
  [0],
  [255],
  [255, 255],
  [255, 255, 255, 127],
  [255, 255, 255, 255],
  [255, 255, 255, 255, 255, 255, 31, 0],
  Array(8).fill(255),
]

const RAW: Readonly<Record<string, Mutate>> = {
  cut: (bytes, random) => bytes.slice(0, random.below(bytes.length)),
  bits(bytes, random) {
    const changed = bytes.slice()
    for (let left = 1 + random.below(8); left > 0; left--) {
      const at = placeIn(bytes, random)
      changed[at] = (changed[at] as number) ^ (1 << random.below(8))
    }
    return changed
  },
  number(bytes, random) {
    const changed = bytes.slice()
    const number = NUMBERS[random.below(NUMBERS.length)] as number[]
    const at = Math.min(placeIn(bytes, random), bytes.length - number.length)
    changed.set(number, at)
    return changed
  },
  zeros: (bytes, random) => bytes.slice().fill(0, ...rangeIn(bytes, random)),
  removed(bytes, random) {
    const [from, to] = rangeIn(bytes, random)
    return joined(bytes.subarray(0, from), bytes.subarray(to))
  },
  repeated(bytes, random) {
    const [from, to] = rangeIn(bytes, random)
    return joined(bytes.subarray(0, to), bytes.subarray(from))
  },
}

const HOSTILE: readonly unknown[] = [
  null,
  -1,
  0,
  1.5,
  2 ** 53,
  1e308,
  true,
  '',
  '../x',
  'x'.repeat(70_000),
  [],
  {},
  [[[[]]]],
  '\u0000',
  '__proto__',
]

/** JSON with one value, somewhere in it, replaced, left out, or twice in its list. */
function changeJson(text: string, random: RandomStream): string {
  const root: unknown = JSON.parse(text)
  const places: (() => void)[] = []
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return
    const owner = node as Record<string, unknown>
    for (const key of Object.keys(owner)) {
      places.push(
        () => {
          owner[key] = HOSTILE[random.below(HOSTILE.length)]
        },
        () => {
          delete owner[key]
        },
      )
      if (Array.isArray(node)) places.push(() => node.push(node[Number(key)]))
      visit(owner[key])
    }
  }
  visit(root)
  places[random.below(places.length)]?.()
  return JSON.stringify(root)
}

/** The header, in which the settings and progress of the run are text within text, without a checksum as in the first version. */
const changeHeader: Mutate = (bytes, random) => {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true)
  const header = JSON.parse(strFromU8(bytes.subarray(8, 8 + length)))
  const about = JSON.stringify({ ...JSON.parse(header.__metadata__.quarterturn), version: 1 })
  const quarterturn = random.below(2) === 0 ? changeJson(about, random) : about
  const unsealed = JSON.stringify({ ...header, __metadata__: { quarterturn } })
  const json = strToU8(quarterturn === about ? changeJson(unsealed, random) : unsealed)
  const start = new Uint8Array(8)
  new DataView(start.buffer).setUint32(0, json.length, true)
  return joined(start, json, bytes.subarray(8 + length))
}

/** The project file with one of its files changed, packed again with the right sums. @param ending of the names of the files to choose from */
function repacked(change: Mutate, ending = ''): Mutate {
  return (zip, random) => {
    const files: Record<string, Uint8Array> = unzipSync(zip)
    const names = Object.keys(files).filter((name) => name.endsWith(ending))
    const name = names[random.below(names.length)] as string
    return zipSync({ ...files, [name]: change(files[name] as Uint8Array, random) }, { level: 0 })
  }
}

const anyOf = (random: RandomStream) => Object.values(RAW)[random.below(Object.keys(RAW).length)] as Mutate

const KINDS: readonly Kind[] = [
  ...Object.entries(RAW).flatMap(([name, mutate]) => [
    { subject: 'checkpoint' as const, name, mutate, consistent: false },
    { subject: 'project' as const, name, mutate, consistent: false },
  ]),
  { subject: 'checkpoint', name: 'header', mutate: changeHeader, consistent: true },
  { subject: 'project', name: 'file in it', mutate: repacked((bytes, random) => anyOf(random)(bytes, random)), consistent: true },
  {
    subject: 'project',
    name: 'description',
    mutate: repacked((bytes, random) => strToU8(changeJson(strFromU8(bytes), random)), '.json'),
    consistent: true,
  },
  { subject: 'project', name: 'in a zip', mutate: (bytes) => zipSync({ 'project.zip': bytes }, { level: 0 }), consistent: false },
]

/** What a file says, as text; throws where it is refused. */
const READERS: Readonly<Record<Kind['subject'], (bytes: Uint8Array) => Promise<string>>> = {
  async checkpoint(bytes) {
    const { content, step, config, tensors, pictures }: Checkpoint = readCheckpoint(bytes)
    const values = Object.entries(tensors).map(([name, { shape, values: all }]) => [name, shape, all.reduce((sum, one) => sum + one, 0)])
    return JSON.stringify([content, step, config, values, pictures.wall?.seeds, pictures.panel?.probabilities])
  },
  async project(bytes) {
    const { run, set } = await readProject(bytes)
    const images = set && [crc32(set.collection.images), set.collection.paths, set.preparation]
    return JSON.stringify([run.record, await run.events(), images])
  },
}

export interface MutationCounts extends Readonly<Record<Outcome, number>> {
  readonly subject: Kind['subject']
  readonly kind: string
  readonly tried: number
}

export interface Mutations {
  /** One row for each kind of mutation. */
  readonly counts: readonly MutationCounts[]
  /** What was wrong, so that it can be tried again. */
  readonly wrong: readonly string[]
  readonly slowest: { readonly mutation: number; readonly ms: number }
}

/**
 * @param now milliseconds of a steady clock
 * @param onTried called after each
 */
export async function tryMutations(
  count: number,
  now: () => number,
  onTried: (done: number) => void = () => undefined,
): Promise<Mutations> {
  const originals = {
    checkpoint: SAMPLE_CHECKPOINT,
    project: await writeProject(SAMPLE_RUN, { snapshots: 'all', content: 'state', set: SAMPLE_SET }),
  }
  const contents = { checkpoint: await READERS.checkpoint(originals.checkpoint), project: await READERS.project(originals.project) }
  const rows = KINDS.map(({ subject, name }) => ({ subject, kind: name, tried: 0, refused: 0, unchanged: 0, another: 0, wrong: 0 }))
  const wrong: string[] = []
  let slowest = { mutation: 0, ms: 0 }
  for (let i = 0; i < count; i++) {
    const { subject, name, mutate, consistent } = KINDS[i % KINDS.length] as Kind
    const bytes = mutate(originals[subject], new RandomStream(i, 'dataset'))
    const began = now()
    const { outcome, why } = await outcomeOf(() => READERS[subject](bytes), contents[subject], consistent)
    const ms = now() - began
    if (ms > slowest.ms) slowest = { mutation: i, ms }
    const row = rows[i % KINDS.length] as (typeof rows)[number]
    row.tried++
    row[outcome]++
    if (outcome === 'wrong') wrong.push(`mutation ${i} (${subject}, ${name}): ${why}`)
    onTried(i + 1)
  }
  return { counts: rows, wrong, slowest }
}

async function outcomeOf(read: () => Promise<string>, before: string, consistent: boolean): Promise<{ outcome: Outcome; why: string }> {
  try {
    const found = await read()
    if (found === before) return { outcome: 'unchanged', why: '' }
    return { outcome: consistent ? 'another' : 'wrong', why: `it opened as ${found.slice(0, 400)}` }
  } catch (error) {
    const isSentence = (error instanceof StoredRunError || error instanceof CheckpointError) && /^\S.*[.)]$/s.test(error.message)
    return { outcome: isSentence ? 'refused' : 'wrong', why: String(error) }
  }
}
