// Opens the data that a command line names: `builtin:NAME`, a folder, a zip or a picture.
import { readFile, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { type FetchBytes, loadBuiltin } from '../data/builtin.ts'
import { type Collection, collectionOf } from '../data/collection.ts'
import { type ImportOptions, importImages, prepareImages } from '../data/import.ts'
import { localImportPool } from '../data/import-pool.ts'
import type { Preparation } from '../spec/config.ts'
import { BUILTIN_NAMES, isBuiltinName } from '../spec/datasets.ts'
import { decodeInNode } from './decode.ts'
import { NoDataError } from './errors.ts'
import { listFolder, toSourceFile } from './folder.ts'
import { imagesOfProject, isProject } from './project.ts'

export const BUILTIN = 'builtin:'

interface OpenOptions extends Omit<ImportOptions, 'name'> {
  /** The project's folder, which has public/datasets. */
  readonly root?: string | undefined
  /** False for images that are only scored: the doctor, which leaves out copies among others, is for images to train on. */
  readonly examined?: boolean
}

async function openBuiltin(name: string, size: number, root: string): Promise<Collection> {
  if (!isBuiltinName(name)) throw new NoDataError(`There is no built-in set called “${name}”: there are ${BUILTIN_NAMES.join(', ')}.`)
  const fetchBytes: FetchBytes = (file) => readFile(join(root, 'public/datasets', file))
  return collectionOf(await loadBuiltin(name, size, fetchBytes, decodeInNode))
}

/** Files of public/features. @param root the project's folder */
export function readFeatureFile(root = process.cwd()): FetchBytes {
  return (file) => readFile(join(root, 'public/features', file))
}

/**
 * @param spec `builtin:NAME`, or the path of a folder, a zip, a picture, or a run with its images
 * @throws NoDataError where it does not exist
 * @throws NoImagesError where it has no image
 */
export async function openData(
  spec: string,
  preparation: Preparation,
  { root = process.cwd(), examined = true, ...options }: OpenOptions = {},
): Promise<Collection> {
  if (spec.startsWith(BUILTIN)) return openBuiltin(spec.slice(BUILTIN.length), preparation.size, root)
  const kind = await stat(spec).catch(() => null)
  if (!kind) throw new NoDataError(`There is no file or folder “${spec}”.`)
  if (await isProject(spec)) return imagesOfProject(spec, preparation)
  const name = basename(resolve(spec))
  const files = kind.isDirectory() ? await listFolder(spec) : [await toSourceFile(spec, name)]
  return (examined ? importImages : prepareImages)(files, preparation, localImportPool(decodeInNode), { ...options, name })
}
