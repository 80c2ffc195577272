// The folder of a run: config.json, metrics.jsonl, samples/, and one checkpoint that is replaced as a whole; where the run is scored,
// another of its best step. A checkpoint is a run by itself, too: the page saves such files.
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type BestScore, isBest } from '../eval/scoring.ts'
import { type Checkpoint, readCheckpoint } from '../gan/checkpoint.ts'
import { CheckpointError } from '../gan/errors.ts'
import type { RunConfig } from '../spec/config.ts'
import { FileError } from './errors.ts'
import { isFile } from './paths.ts'
import { appendLine, writeWhole } from './write-file.ts'

const CHECKPOINT = 'checkpoint.safetensors'
const BEST = 'best.safetensors'
const CONFIG = 'config.json'
const METRICS = 'metrics.jsonl'
const SAMPLES = 'samples'
const CHECKPOINT_ENDING = '.safetensors'
const SAMPLE_FILE = /^step-(\d+)\.png$/

export interface RunFolder {
  readonly checkpointFile: string
  /** The best score of the steps before; null where there was none. */
  readonly best: BestScore | null
  log(line: Readonly<Record<string, unknown>>): Promise<void>
  sampleFile(step: number): string
  saveCheckpoint(bytes: Uint8Array): Promise<void>
  /** Of the step with the lowest kernel distance. */
  saveBest(bytes: Uint8Array): Promise<void>
}

/**
 * Opens a folder to train into. Of an earlier run in it everything up to step `resumeStep` stays and what came after is removed: those steps
 * are made again, and each is to be logged once. Null begins anew.
 */
export async function openRunFolder(path: string, data: string, config: RunConfig, resumeStep: number | null): Promise<RunFolder> {
  await mkdir(join(path, SAMPLES), { recursive: true })
  if (resumeStep === null) for (const name of [CHECKPOINT, BEST, METRICS]) await rm(join(path, name), { force: true })
  const lines = await keepSteps(path, resumeStep ?? 0)
  await writeWhole(join(path, CONFIG), `${JSON.stringify({ data, config }, null, 2)}\n`)
  const checkpointFile = join(path, CHECKPOINT)
  return {
    checkpointFile,
    best: (await isFile(join(path, BEST))) ? bestScore(lines) : null,
    log: (line) => appendLine(join(path, METRICS), JSON.stringify(line)),
    sampleFile: (step) => join(path, SAMPLES, `step-${String(step).padStart(6, '0')}.png`),
    saveCheckpoint: (bytes) => writeWhole(checkpointFile, bytes),
    saveBest: (bytes) => writeWhole(join(path, BEST), bytes),
  }
}

/** @returns the lines of the log that stay */
async function keepSteps(path: string, last: number): Promise<readonly string[]> {
  for (const name of await readdir(join(path, SAMPLES))) {
    const step = SAMPLE_FILE.exec(name)?.[1]
    if (step !== undefined && Number(step) > last) await rm(join(path, SAMPLES, name))
  }
  const file = join(path, METRICS)
  if (!(await isFile(file))) return []
  const lines = keptLines(await readFile(file, 'utf8'), last)
  await writeWhole(file, lines.map((line) => `${line}\n`).join(''))
  return lines
}

/** The lines up to a step, without one that a crash has cut off; where a step is logged twice the later line counts. */
function keptLines(text: string, last: number): string[] {
  const kept = new Map<string, string>()
  for (const line of text.split('\n')) {
    const { event, step } = parseLine(line) ?? {}
    if (typeof step === 'number' && step <= last) kept.set(`${event} ${step}`, line)
  }
  return [...kept.values()]
}

/** The best of the scores in the log; null where there is none. */
function bestScore(lines: readonly string[]): BestScore | null {
  let best: BestScore | null = null
  for (const line of lines) {
    const { step, kid, network } = parseLine(line) ?? {}
    if (typeof step !== 'number' || typeof kid !== 'number' || typeof network !== 'string') continue
    if (isBest({ kid, network }, best)) best = { step, kid, network }
  }
  return best
}

function parseLine(line: string): { [key in 'event' | 'step' | 'kid' | 'network']?: unknown } | null {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' ? value : null
  } catch {
    return null // an empty line, or half of one
  }
}

/** Of a folder the checkpoint in it; a checkpoint by itself. */
export async function checkpointOf(path: string): Promise<string> {
  return (await isCheckpointFile(path)) ? path : join(path, CHECKPOINT)
}

/** By its name: what it holds is for the reader to judge. */
export async function isCheckpointFile(path: string): Promise<boolean> {
  return path.toLowerCase().endsWith(CHECKPOINT_ENDING) && (await isFile(path))
}

type Content = 'nothing' | 'file' | 'run' | 'unsaved run' | 'other files' | 'free'

/** What is in a folder: a run that was trained into it, files with the names that a run writes, or neither. */
async function contentOf(path: string): Promise<Content> {
  const facts = await stat(path).catch(() => null)
  if (!facts) return 'nothing'
  if (!facts.isDirectory()) return 'file'
  if (await isFile(join(path, CHECKPOINT))) return 'run'
  const names = await readdir(path)
  if (names.includes(METRICS)) return 'unsaved run'
  const hasSamples = (await readdir(join(path, SAMPLES)).catch(() => [])).some((name) => SAMPLE_FILE.test(name))
  const others = names.includes(BEST) || hasSamples || (names.includes(CONFIG) && !(await isConfigOfRun(join(path, CONFIG))))
  return others ? 'other files' : 'free'
}

/** A run that was interrupted before its first step leaves only this file. */
async function isConfigOfRun(file: string): Promise<boolean> {
  try {
    const { data, config } = JSON.parse(await readFile(file, 'utf8'))
    return typeof data === 'string' && typeof config === 'object'
  } catch {
    return false
  }
}

/** @throws FileError where training into this folder would destroy something */
export async function checkFree(path: string): Promise<void> {
  const ways = 'choose another --out, or replace it with --force'
  switch (await contentOf(path)) {
    case 'file':
      throw new FileError(`“${path}” is a file: --out is the folder of a run. Choose another name.`)
    case 'run':
      throw new FileError(`“${path}” holds a run already: go on with it by --resume ${path}, ${ways}.`)
    case 'unsaved run':
      throw new FileError(`“${path}” holds a run that ended before its first checkpoint: ${ways}.`)
    case 'other files':
      throw new FileError(`“${path}” holds other files of the names that a run writes (${CONFIG}, ${BEST}, ${SAMPLES}): ${ways}.`)
    default:
  }
}

/** Whether it is the folder of a run, saved or not, or a checkpoint. */
export async function isRun(path: string): Promise<boolean> {
  return (await isRunFolder(path)) || isCheckpointFile(path)
}

async function isRunFolder(path: string): Promise<boolean> {
  return ['run', 'unsaved run'].includes(await contentOf(path))
}

/** @throws FileError where a run stands in the place of images: the pictures in it are walls of samples */
export async function checkNoRun(path: string): Promise<void> {
  if (await isRunFolder(path)) {
    throw new FileError(`“${path}” is the folder of a run, not one of images: name the folder that its images lie in.`)
  }
  if (await isCheckpointFile(path)) throw new FileError(`“${path}” is the checkpoint of a run: name the folder that its images lie in.`)
}

/** @param path the folder of a run, or a checkpoint. @throws FileError, or CheckpointError naming the file */
export async function openCheckpoint(path: string): Promise<Checkpoint> {
  const file = await checkpointOf(path)
  if (file !== path) await checkSaved(path)
  const bytes = await readFile(file)
  try {
    return readCheckpoint(bytes)
  } catch (error) {
    throw error instanceof CheckpointError ? new CheckpointError(`${file}: ${error.message}`) : error
  }
}

/** @throws FileError where it is no folder with a checkpoint */
async function checkSaved(path: string): Promise<void> {
  const content = await contentOf(path)
  if (content === 'nothing') throw new FileError(`There is no file or folder “${path}”.`)
  if (content === 'file')
    throw new FileError(`“${path}” is neither the folder of a run nor a checkpoint: those are files that end in ${CHECKPOINT_ENDING}.`)
  if (content === 'unsaved run')
    throw new FileError(`The run in “${path}” ended before its first checkpoint: there is nothing to go on from.`)
  if (content !== 'run') throw new FileError(`“${path}” is not the folder of a run: there is no ${CHECKPOINT} in it.`)
}
