// The folder that a run is trained into: a kept run of the store, with config.json, labels.csv and samples/ beside it for people and scripts.
import { mkdir, readdir, readFile, rm, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { type BestScore, bestScoreIn } from '../eval/scoring.ts'
import { readCheckpoint, readPictures } from '../gan/checkpoint.ts'
import { CheckpointError } from '../gan/errors.ts'
import type { DeviceRecord } from '../spec/backends.ts'
import { formatEvent } from '../spec/run-log.ts'
import type { RunEvent } from '../spec/runs.ts'
import { copyRun } from '../store/run-copy.ts'
import { isNamedByHeads, RUN_HEADS } from '../store/run-files.ts'
import { createRun, type NewRun, openWriter, WRITER_LIMITS, type WriterDependencies } from '../store/run-writer.ts'
import type { RunRecord, RunState, RunWriter } from '../store/stored-run.ts'
import type { NamedRun } from './named-run.ts'
import { nodeFolder } from './node-folder.ts'
import { olderEvents } from './old-run-folder.ts'
import { CONFIG, LABELS, OLD_BEST, OLD_CHECKPOINT, SAMPLE_FILE, SAMPLES } from './run-folder.ts'
import { appendLine, writeWhole } from './write-file.ts'

export interface RunOutput {
  readonly run: Pick<RunRecord, 'id' | 'name'>
  /** The best score of the steps before; null where there was none. */
  readonly best: BestScore | null
  /** The file of the last saved state. */
  readonly stateFile: string
  /** Adds a line to metrics.jsonl at once, for people and scripts; it is part of the history from the next save on. */
  log(event: RunEvent): Promise<void>
  sampleFile(step: number): string
  /** The classes of the images as a table, in place of the one there is. */
  writeLabels(table: string): Promise<void>
  save(state: RunState): Promise<void>
}

interface OutputOptions {
  readonly path: string
  /** Name of the data, as it was given. */
  readonly data: string
  readonly run: NewRun
  /** The run that goes on, in this folder or from a project file; null for one that begins here. What else is in the folder is replaced. */
  readonly from: NamedRun | null
  readonly device: DeviceRecord
}

/** Of a run that goes on everything up to its last save stays, and what came after is removed: those steps are made again. */
export async function openRunOutput({ path, data, run, from, device }: OutputOptions): Promise<RunOutput> {
  await mkdir(join(path, SAMPLES), { recursive: true })
  if (!from || from.isProject) await removeRun(path)
  const writer = await openRunWriter(path, run, from, device)
  await truncate(historyOf(path, writer), writer.record.history.bytes).catch(ignoreMissing) // lines of steps that are made again
  await removeSamples(path, writer.record.step)
  await writeWhole(join(path, CONFIG), `${JSON.stringify({ data, config: run.config }, null, 2)}\n`)
  return {
    run: writer.record,
    best: writer.record.best,
    get stateFile() {
      return join(path, writer.record.snapshots.at(-1)?.file ?? '')
    },
    async log(event) {
      writer.log(event)
      await appendLine(historyOf(path, writer), formatEvent(event))
    },
    sampleFile: (step) => join(path, SAMPLES, `step-${String(step).padStart(6, '0')}.png`),
    writeLabels: (table) => writeWhole(join(path, LABELS), table),
    save: (state) => writer.save(state),
  }
}

function historyOf(path: string, { record }: RunWriter): string {
  return join(path, record.history.file)
}

function ignoreMissing(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
}

/** A disk tells nobody how much room there is; a folder is locked before. */
const DEPENDENCIES: WriterDependencies = {
  readPictures,
  now: Date.now,
  estimate: async () => null,
  freeSpace: async () => undefined,
  mayWrite: async () => true,
  limits: WRITER_LIMITS,
}

async function openRunWriter(path: string, run: NewRun, from: NamedRun | null, device: DeviceRecord): Promise<RunWriter> {
  if (from?.stored && from.isProject) await copyRun(from.stored, nodeFolder(path), { id: from.stored.record.id, images: run.images })
  if (from?.stored) return openWriter(nodeFolder(path), DEPENDENCIES)
  const writer = createRun(nodeFolder(path), run, DEPENDENCIES)
  if (from) await moveOlderRun(path, from, writer, device)
  return writer
}

/** Its heads first: without them the rest is no run. */
async function removeRun(path: string): Promise<void> {
  const names = await readdir(path)
  const files = [...RUN_HEADS, LABELS, OLD_CHECKPOINT, OLD_BEST, ...names.filter(isNamedByHeads)]
  for (const name of files) await rm(join(path, name), { force: true })
}

async function removeSamples(path: string, last: number): Promise<void> {
  for (const name of await readdir(join(path, SAMPLES))) {
    const step = SAMPLE_FILE.exec(name)?.[1]
    if (step !== undefined && Number(step) > last) await rm(join(path, SAMPLES, name))
  }
}

/** Writes a run of an older version anew. Its checkpoint is removed last: until then the folder counts as it was. */
async function moveOlderRun(path: string, { checkpoint, file }: NamedRun, writer: RunWriter, device: DeviceRecord): Promise<void> {
  const events = await olderEvents(path, checkpoint.step)
  for (const event of events) writer.log(event)
  const stateOf = async (name: string): Promise<RunState> => {
    const bytes = new Uint8Array(await readFile(name))
    const { step, elapsedSeconds, config, device: before } = readCheckpoint(bytes)
    return { bytes, step, elapsedSeconds, config, device: before ?? device }
  }
  const best = bestScoreIn(events)
  const bestState = best && (await stateOf(join(path, OLD_BEST)).catch(ignoreUnreadable))
  if (best && bestState) await writer.save({ ...bestState, best })
  if (bestState?.step !== checkpoint.step) await writer.save(await stateOf(file))
  for (const name of [OLD_BEST, OLD_CHECKPOINT]) await rm(join(path, name), { force: true })
}

/** Where the best state is not there, or is damaged, there is none. */
function ignoreUnreadable(error: unknown): null {
  if (error instanceof CheckpointError || (error as NodeJS.ErrnoException).code === 'ENOENT') return null
  throw error
}
