// What a path of the command line holds: the folder of a run, a checkpoint by itself, a project file, or something else. The folder of a run has
// the files of the store (heads, snapshots, metrics.jsonl), config.json, samples/ and, where it has classes, labels.csv; one of an older version has
// checkpoint.safetensors instead.
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isNamedByHeads, RUN_HEADS } from '../store/run-files.ts'
import { FileError } from './errors.ts'
import { isFile } from './paths.ts'

/** Of older versions: the last state, and the best one. */
export const OLD_CHECKPOINT = 'checkpoint.safetensors'
export const OLD_BEST = 'best.safetensors'
export const CONFIG = 'config.json'
export const SAMPLES = 'samples'
/** The classes of the images. */
export const LABELS = 'labels.csv'
export const CHECKPOINT_ENDING = '.safetensors'
/** With the step. */
export const SAMPLE_FILE = /^step-(\d+)\.png$/

/** By its name: what it holds is for the reader to judge. */
export async function isCheckpointFile(path: string): Promise<boolean> {
  return path.toLowerCase().endsWith(CHECKPOINT_ENDING) && (await isFile(path))
}

/** `older run`: from before there were heads; going on with it changes that, and removes its checkpoint last. */
export type Content = 'nothing' | 'file' | 'run' | 'older run' | 'unsaved run' | 'other files' | 'free'

/** What is in a folder: a run that was trained into it, files with the names that a run writes, or neither. */
export async function contentOf(path: string): Promise<Content> {
  const facts = await stat(path).catch(() => null)
  if (!facts) return 'nothing'
  if (!facts.isDirectory()) return 'file'
  if (await isFile(join(path, OLD_CHECKPOINT))) return 'older run'
  const names = await readdir(path)
  if (RUN_HEADS.some((head) => names.includes(head))) return 'run'
  if (names.some(isNamedByHeads)) return 'unsaved run'
  const hasSamples = (await readdir(join(path, SAMPLES)).catch(() => [])).some((name) => SAMPLE_FILE.test(name))
  const others =
    names.includes(OLD_BEST) ||
    names.includes(LABELS) ||
    hasSamples ||
    (names.includes(CONFIG) && !(await isConfigOfRun(join(path, CONFIG))))
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
    case 'older run':
      throw new FileError(`“${path}” holds a run already: go on with it by --resume ${path}, ${ways}.`)
    case 'unsaved run':
      throw new FileError(`“${path}” holds a run that ended before its first checkpoint: ${ways}.`)
    case 'other files':
      throw new FileError(
        `“${path}” holds other files of the names that a run writes (${CONFIG}, ${LABELS}, ${OLD_BEST}, ${SAMPLES}): ${ways}.`,
      )
    default:
  }
}

export async function isRunFolder(path: string): Promise<boolean> {
  return ['run', 'older run', 'unsaved run'].includes(await contentOf(path))
}

/** @throws FileError where a run stands in the place of images: the pictures in it are walls of samples */
export async function checkNoRun(path: string): Promise<void> {
  if (await isRunFolder(path)) {
    throw new FileError(`“${path}” is the folder of a run, not one of images: name the folder that its images lie in.`)
  }
  if (await isCheckpointFile(path)) throw new FileError(`“${path}” is the checkpoint of a run: name the folder that its images lie in.`)
}
