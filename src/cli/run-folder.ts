// The folder of a run: config.json, metrics.jsonl, samples/, and one checkpoint that is replaced as a whole; where the run is scored, another of its best step.
import { appendFile, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Checkpoint, CheckpointError, readCheckpoint } from '../core/checkpoint.ts'
import type { RunConfig } from '../spec/config.ts'

const CHECKPOINT = 'checkpoint.safetensors'
const BEST = 'best.safetensors'

export interface RunFolder {
  readonly checkpointFile: string
  log(line: Readonly<Record<string, unknown>>): Promise<void>
  sampleFile(step: number): string
  /** Written beside and then moved: a crash leaves the old one whole. */
  saveCheckpoint(bytes: Uint8Array): Promise<void>
  /** Of the step with the lowest kernel distance. */
  saveBest(bytes: Uint8Array): Promise<void>
}

export async function createRunFolder(path: string, data: string, config: RunConfig): Promise<RunFolder> {
  await mkdir(join(path, 'samples'), { recursive: true })
  await writeFile(join(path, 'config.json'), `${JSON.stringify({ data, config }, null, 2)}\n`)
  const checkpointFile = join(path, CHECKPOINT)
  return {
    checkpointFile,
    log: (line) => appendFile(join(path, 'metrics.jsonl'), `${JSON.stringify(line)}\n`),
    sampleFile: (step) => join(path, 'samples', `step-${String(step).padStart(6, '0')}.png`),
    saveCheckpoint: (bytes) => replace(checkpointFile, bytes),
    saveBest: (bytes) => replace(join(path, BEST), bytes),
  }
}

async function replace(file: string, bytes: Uint8Array): Promise<void> {
  const part = `${file}.part`
  await writeFile(part, bytes)
  await rename(part, file)
}

/** Whether a run has been trained into this folder. */
export async function hasCheckpoint(path: string): Promise<boolean> {
  return stat(join(path, CHECKPOINT)).then(
    (facts) => facts.isFile(),
    () => false,
  )
}

/** @throws CheckpointError naming the file */
export async function openCheckpoint(path: string): Promise<Checkpoint> {
  const file = join(path, CHECKPOINT)
  const bytes = await readFile(file)
  try {
    return readCheckpoint(bytes)
  } catch (error) {
    throw error instanceof CheckpointError ? new CheckpointError(`${file}: ${error.message}`) : error
  }
}
