// What `train` is to do, from the command line and the contents of its folders, before anything takes time: a new run, one that is resumed in
// its own folder or in another one, or nothing at all. Existing work is never overwritten without --force.
import { isAbsolute, relative, resolve, sep } from 'node:path'
import type { RunConfig } from '../spec/config.ts'
import { type Options, parseSettings } from './arguments.ts'
import { FileError, UsageError } from './errors.ts'
import { BUILTIN } from './files.ts'
import { type NamedRun, openNamedRun } from './named-run.ts'
import { exists, isFile, isSamePath } from './paths.ts'
import { openProject } from './project.ts'
import { checkFree, checkNoRun } from './run-folder.ts'

export interface TrainPlan {
  /** Name of the data, as it was given now or when the run began. */
  readonly data: string
  /** A table of labels for the images; undefined where they keep those they have. */
  readonly labels: string | undefined
  readonly out: string
  readonly config: RunConfig
  /** The run to resume; null for a new run. */
  readonly from: NamedRun | null
  /** Whether that run goes on in its own folder; everywhere else the files in `out` are written anew. */
  readonly isInPlace: boolean
  /** Images that the run does not see; null where that is decided when they are opened. */
  readonly leftOut: readonly number[] | null
  /** Steps between two saves. */
  readonly saveEvery: number
  /** Replaces a run that is in `out`, and resumes with other images than before. */
  readonly force: boolean
}

/** @throws UsageError, FileError or CheckpointError with a sentence */
export async function planTraining(options: Options): Promise<TrainPlan> {
  const resume = options.text('resume')
  return resume === undefined ? planNew(options) : planResumed(options, resume)
}

async function planNew(options: Options): Promise<TrainPlan> {
  const [data, out] = [options.required('data'), options.required('out')]
  const config = parseSettings(options)
  const force = options.flag('force')
  if (!force) await checkFree(out)
  await checkData(data, out)
  const labels = options.text('labels')
  return { data, labels, out, config, from: null, isInPlace: false, leftOut: null, saveEvery: saveEveryOf(options), force }
}

async function planResumed(options: Options, resume: string): Promise<TrainPlan> {
  if (options.text('preset') || options.texts('set').length > 0 || options.text('seed')) {
    throw new UsageError('A resumed run keeps its own settings: with --resume only --steps may be given.')
  }
  const from = await openNamedRun(resume)
  const { checkpoint } = from
  const config = { ...checkpoint.config, steps: options.count('steps', checkpoint.config.steps, 1) }
  const out = options.text('out') ?? resume
  if (out === resume && (await isFile(resume)))
    throw new UsageError(`A run goes on in a folder: name one by --out, for what follows “${resume}”.`)
  const force = options.flag('force')
  const isInPlace = await isSamePath(resume, out)
  if (!isInPlace && !force) await checkFree(out)
  const data = options.text('data') ?? (await dataOf(from))
  const leftOut = options.text('data') === undefined ? (from.stored?.record.images.leftOut ?? null) : null
  const plan = { data, labels: options.text('labels'), out, config, from, isInPlace, leftOut, saveEvery: saveEveryOf(options), force }
  if (isDone(plan)) return plan // no image is needed
  if (options.text('data') === undefined && !data.startsWith(BUILTIN) && !(await exists(data)))
    throw new FileError(`The run was trained on “${data}”, which is not here: name its images by --data.`)
  await checkData(data, out)
  return plan
}

/** What a run was trained on, as a command line names it. */
async function dataOf({ checkpoint, file, isProject, stored }: NamedRun): Promise<string> {
  const source = stored?.record.images.source
  if (source?.kind === 'builtin') return `${BUILTIN}${source.name}`
  return isProject && (await openProject(file)).set ? file : checkpoint.data
}

async function checkData(data: string, out: string): Promise<void> {
  await checkNoRun(data)
  const way = relative(resolve(data), resolve(out))
  const isWithin = !data.startsWith(BUILTIN) && !isAbsolute(way) && way.split(sep)[0] !== '..'
  if (isWithin)
    throw new FileError(`“${out}” lies in “${data}”: the samples of the run would be among its images the next time. Choose another --out.`)
}

/** A crash costs at most this many steps. */
const SAVE_EVERY = 500

function saveEveryOf(options: Options): number {
  return options.count('save-every', SAVE_EVERY, 1)
}

/** Whether the run has made all of its steps. */
export function isDone({ from, config }: Pick<TrainPlan, 'from' | 'config'>): boolean {
  return from !== null && from.checkpoint.step >= config.steps
}
