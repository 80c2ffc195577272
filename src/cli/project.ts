// Project files on the command line: a run in one zip, perhaps with its images, as the page saves it.
import { readFile } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import type { Collection } from '../data/collection.ts'
import { isSamePreparation, type Preparation } from '../spec/config.ts'
import { StoredRunError } from '../store/errors.ts'
import { isProjectFile, type Project, readProject } from '../store/project-file.ts'
import { NoDataError } from './errors.ts'
import { nodeFolder } from './node-folder.ts'
import { isFile } from './paths.ts'

/** By what is in it: a zip of images is none. */
export async function isProject(path: string): Promise<boolean> {
  return (await isFile(path)) && isProjectFile(await nodeFolder(dirname(path)).file(basename(path)))
}

/** @throws StoredRunError naming the file */
export async function openProject(path: string): Promise<Project> {
  try {
    return await readProject(await readFile(path))
  } catch (error) {
    throw error instanceof StoredRunError ? new StoredRunError(error.fault, `${path}: ${error.message}`) : error
  }
}

/** The images that come with a run. @throws NoDataError where none do, or they were prepared otherwise than is wanted */
export async function imagesOfProject(path: string, preparation: Preparation): Promise<Collection> {
  const { run, set } = await openProject(path)
  if (!set) throw new NoDataError(`“${path}” is a run without its images: name the folder or zip that they lie in.`)
  if (!isSamePreparation(set.preparation, preparation))
    throw new NoDataError(
      `The images in “${path}” were prepared with other settings of images than these: name the files that they were made from.`,
    )
  return { ...set.collection, leftOut: new Set(run.record.images.leftOut) }
}
