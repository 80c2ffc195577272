// Opens what a command line names as a kept run: its folder, a project file, a folder of the old form, or a checkpoint by itself.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readPictures } from '../gan/checkpoint.ts'
import { messageOf } from '../spec/words.ts'
import { StoredRunError } from '../store/errors.ts'
import { headFiles } from '../store/head-pair.ts'
import { readProject } from '../store/project-file.ts'
import { openRun, RUN_HEAD } from '../store/run-files.ts'
import type { StoredRun } from '../store/stored-run.ts'
import { FileError } from './errors.ts'
import { nodeFolder } from './node-folder.ts'
import { isOldRun, openOldRun } from './old-run-folder.ts'
import { exists, isFile } from './paths.ts'

/** @throws FileError naming the path, or CheckpointError */
export async function openStoredRun(path: string): Promise<StoredRun> {
  if (!(await exists(path))) throw new FileError(`There is no file or folder “${path}”.`)
  try {
    if (await isKeptRunFolder(path)) return await openRun(nodeFolder(path), readPictures)
    if (await isOldRun(path)) return await openOldRun(path)
    if (await isFile(path)) return (await readProject(await readFile(path))).run
  } catch (error) {
    throw error instanceof StoredRunError ? new FileError(`“${path}”: ${messageOf(error)}`) : error
  }
  throw new FileError(`“${path}” is not the folder of a run: there is neither a head nor a checkpoint in it.`)
}

async function isKeptRunFolder(path: string): Promise<boolean> {
  const found = await Promise.all(headFiles(RUN_HEAD).map((name) => isFile(join(path, name))))
  return found.includes(true)
}
