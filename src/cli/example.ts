// `example`: makes the finished example that comes with the page from a run: its networks, the pictures they draw, and its history, to be
// looked at and not to be gone on with. For scripts/build-example.mjs.
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { trainingSet } from '../data/collection.ts'
import { encodeCheckpoint, readCheckpoint, restoreRun, stripCheckpoint } from '../gan/checkpoint.ts'
import type { Run } from '../gan/run.ts'
import type { RunEvent } from '../spec/runs.ts'
import { correctAnswers, correctRotations, countTrue, type SlowStep } from '../spec/slow-step.ts'
import { writeSlowStep } from '../spec/slow-step-file.ts'
import { formatBytes } from '../spec/words.ts'
import { runInMemory, type SnapshotBytes } from '../store/memory-run.ts'
import { writeProject } from '../store/project-file.ts'
import type { StoredRun } from '../store/stored-run.ts'
import { parseOptions } from './arguments.ts'
import type { Context } from './context.ts'
import { openNodeDevice } from './device.ts'
import { FileError } from './errors.ts'
import { openData } from './files.ts'
import { createLogger } from './logger.ts'
import { openStoredRun } from './old-run-folder.ts'
import { writeWhole } from './write-file.ts'

const USAGE = 'Usage: node scripts/build-example.mjs [--run DIR]'
/** It is loaded by everybody who opens the page for the first time. */
const MAX_BYTES = 2_000_000
/** Points of a chart. */
const MAX_REPORTS = 300

export async function example(args: string[], { root }: Context): Promise<void> {
  const string = { type: 'string' } as const
  const options = parseOptions(args, { run: string, out: string }, USAGE)
  const run = await openStoredRun(options.required('run'))
  const out = options.required('out')
  await openNodeDevice('wasm') // everybody gets the same bits
  const { last, slow } = await finished(run, root)
  const pictures = run.record.snapshots.filter(({ content }) => content === 'pictures')
  const before = pictures.map(async ({ file, step, savedAt, content }): Promise<SnapshotBytes> => {
    return { step, savedAt, content, bytes: await run.snapshot(file) }
  })
  const shown = runInMemory({ ...run.record, id: 'example' }, [...(await Promise.all(before)), last], thinned(await run.events()))
  const bytes = await writeProject(shown, { snapshots: 'all', content: 'networks', set: null })
  if (bytes.length > MAX_BYTES)
    throw new FileError(`The example would be ${formatBytes(bytes.length)}, more than ${formatBytes(MAX_BYTES)}.`)
  await mkdir(dirname(out), { recursive: true })
  await writeWhole(out, bytes)
  await writeWhole(join(dirname(out), 'slow-step.json'), slow)
  createLogger(false).info(`The example is in ${out}: ${formatBytes(bytes.length)}, ${shown.record.snapshots.length} snapshots.`)
}

/** The networks of its last state with what they draw, and as text one of the next steps in slow motion. */
async function finished({ record, ...run }: StoredRun, root: string): Promise<{ last: SnapshotBytes; slow: string }> {
  const { source, preparation } = record.images
  if (source.kind !== 'builtin') throw new FileError('The example is made from a run on a built-in set, which comes with the page.')
  const checkpoint = readCheckpoint(await run.snapshot(null))
  const { step } = checkpoint
  const dataset = trainingSet(await openData(`builtin:${source.name}`, preparation, { root }))
  const trained = restoreRun(checkpoint, dataset)
  const pictures = { step, wall: await trained.samples(), panel: await trained.rotations() }
  const slow = writeSlowStep({ images: dataset.label, slow: await nextTellingStep(trained) })
  trained.dispose()
  const bytes = stripCheckpoint(encodeCheckpoint({ ...checkpoint, pictures }), 'networks')
  const best = record.best?.step === step ? { best: record.best } : {}
  return { last: { step, savedAt: record.savedAt, content: 'networks', bytes, ...best }, slow }
}

/** Steps among which one with something to see is looked for: most have it. */
const MAX_TRIES = 100

/**
 * The first of the next steps with something to see: D is right about some images of each kind and wrong about others, and G's update helps most of its
 * fakes. @throws FileError where none of many has
 */
async function nextTellingStep(run: Run): Promise<SlowStep> {
  const isMixed = (answers: readonly boolean[]) => answers.includes(true) && answers.includes(false)
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const slow = await run.slowStep()
    const { before, generator } = slow
    const { real, fake } = correctAnswers(slow.loss, before)
    const helped = generator.logits.map((logit, i) => (generator.logitsAfter[i] as number) > logit)
    if ([real, fake, correctRotations(slow, before)].every(isMixed) && 2 * countTrue(helped) > helped.length) return slow
  }
  throw new FileError(`None of ${MAX_TRIES} more steps shows a D that is right about some images and wrong about others: take another run.`)
}

/** With every n-th report, and everything else that happened. */
function thinned(events: readonly RunEvent[]): RunEvent[] {
  const reports = events.filter(({ event }) => event === 'step')
  const every = Math.ceil(reports.length / MAX_REPORTS)
  const kept = new Set(reports.filter((_, i) => (reports.length - 1 - i) % every === 0))
  return events.filter((event) => event.event !== 'step' || kept.has(event))
}
