// Opens the run that a command line names: the folder of a run, of this version or an older one, a project file, or a checkpoint by itself.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Checkpoint, readCheckpoint, readPictures } from '../gan/checkpoint.ts'
import { CheckpointError } from '../gan/errors.ts'
import { survivingEvents } from '../spec/run-log.ts'
import type { ScoreReport } from '../spec/scores.ts'
import { StoredRunError } from '../store/errors.ts'
import { openRun } from '../store/run-files.ts'
import type { StoredRun } from '../store/stored-run.ts'
import { FileError } from './errors.ts'
import { nodeFolder } from './node-folder.ts'
import { isProject, openProject } from './project.ts'
import { CHECKPOINT_ENDING, contentOf, isCheckpointFile, isRunFolder, OLD_CHECKPOINT } from './run-folder.ts'

export interface NamedRun {
  /** Its last state. */
  readonly checkpoint: Checkpoint
  /** The file with that state. */
  readonly file: string
  /** Whether it is a project file, and so the whole run, which goes on in a folder. */
  readonly isProject: boolean
  /** Its history and other states; null for a checkpoint by itself, and in folders of older versions. */
  readonly stored: StoredRun | null
}

/** Whether it is the folder of a run, saved or not, a project file, or a checkpoint. */
export async function isRun(path: string): Promise<boolean> {
  return (await isRunFolder(path)) || (await isCheckpointFile(path)) || isProject(path)
}

/** @throws FileError, or CheckpointError or StoredRunError naming the file */
export async function openNamedRun(path: string): Promise<NamedRun> {
  if (await isCheckpointFile(path)) return openCheckpoint(path)
  if (await isProject(path)) return namedRun((await openProject(path)).run, path, true)
  const content = await contentOf(path)
  switch (content) {
    case 'run':
      return openFolder(path)
    case 'older run':
      return openCheckpoint(join(path, OLD_CHECKPOINT))
    case 'nothing':
      throw new FileError(`There is no file or folder “${path}”.`)
    case 'file':
      if (path.toLowerCase().endsWith('.zip')) await openProject(path) // which says what is wrong with it
      throw new FileError(`“${path}” is neither the folder of a run nor a checkpoint: those are files that end in ${CHECKPOINT_ENDING}.`)
    case 'unsaved run':
      throw new FileError(`The run in “${path}” ended before its first checkpoint: there is nothing to go on from.`)
    default:
      throw new FileError(`“${path}” is not the folder of a run: there is no saved state in it.`)
  }
}

/** The scores up to its last state, in the order of steps. */
export async function scoresSoFar({ checkpoint, stored }: Pick<NamedRun, 'checkpoint' | 'stored'>): Promise<readonly ScoreReport[]> {
  const events = survivingEvents((await stored?.events()) ?? [])
  return events.flatMap((event) => (event.event === 'score' && event.step <= checkpoint.step ? [event.report] : []))
}

async function openCheckpoint(file: string): Promise<NamedRun> {
  const bytes = await readFile(file)
  return { checkpoint: named(file, () => readCheckpoint(bytes)), file, isProject: false, stored: null }
}

async function openFolder(path: string): Promise<NamedRun> {
  try {
    const stored = await openRun(nodeFolder(path), readPictures)
    return await namedRun(stored, join(path, stored.record.snapshots.at(-1)?.file ?? ''), false)
  } catch (error) {
    throw error instanceof StoredRunError ? new StoredRunError(error.fault, `${path}: ${error.message}`) : error
  }
}

async function namedRun(stored: StoredRun, file: string, isProjectFile: boolean): Promise<NamedRun> {
  const bytes = await stored.snapshot(null)
  return { checkpoint: named(file, () => readCheckpoint(bytes)), file, isProject: isProjectFile, stored }
}

function named<T>(file: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw error instanceof CheckpointError ? new CheckpointError(`${file}: ${error.message}`) : error
  }
}
