// Data for the command line: `builtin:NAME`, a folder or a zip becomes a training set.
import { open, readdir, readFile, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { type FetchBytes, loadBuiltin } from '../core/data/builtin.ts'
import { type Collection, collectionOf } from '../core/data/collection.ts'
import { ownHands } from '../core/data/hands.ts'
import { type ImportOptions, importImages, prepareImages } from '../core/data/import.ts'
import type { ImportFile } from '../core/data/sources.ts'
import type { Preparation } from '../spec/config.ts'
import { BUILTIN_NAMES, isBuiltinName } from '../spec/datasets.ts'
import { decodeInNode } from './decode.ts'

export const BUILTIN = 'builtin:'

/** What was asked for does not exist, as a sentence. */
export class NoDataError extends Error {
  override readonly name = 'NoDataError'
}

export interface OpenOptions extends Omit<ImportOptions, 'name'> {
  /** The project's folder, which has public/datasets. */
  readonly root?: string | undefined
  /** False for images that are only measured: the doctor, which looks them over and leaves copies out, is for what is learnt from. */
  readonly examined?: boolean
}

/** A part of a file, in a buffer of its own. */
async function readPart(path: string, from: number, to: number): Promise<ArrayBuffer> {
  const file = await open(path)
  try {
    const bytes = new Uint8Array(Math.max(0, Math.min(to, (await file.stat()).size) - from))
    const { bytesRead } = await file.read(bytes, 0, bytes.length, from)
    return bytesRead === bytes.length ? bytes.buffer : bytes.buffer.slice(0, bytesRead)
  } finally {
    await file.close()
  }
}

/** A file that is listed and cannot be looked at is refused with the others, when it is read. */
async function toImportFile(path: string, shown: string): Promise<ImportFile> {
  const size = await stat(path).then(
    (facts) => facts.size,
    () => 0,
  )
  return { path: shown, size, read: (from, to) => readPart(path, from, to) }
}

/** Every file below a folder; links are not followed, so that no circle can trap it. A folder that cannot be read stands for itself. */
export async function listFolder(folder: string): Promise<ImportFile[]> {
  const files: ImportFile[] = []
  const waiting = ['']
  for (let below = waiting.pop(); below !== undefined; below = waiting.pop()) {
    const entries = await readdir(join(folder, below), { withFileTypes: true }).catch(() => null)
    if (!entries) files.push(await toImportFile(join(folder, below), below))
    for (const entry of entries ?? []) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`
      if (entry.isDirectory()) waiting.push(path)
      else if (entry.isFile()) files.push(await toImportFile(join(folder, path), path))
    }
  }
  return files
}

async function openBuiltin(name: string, size: number, root: string): Promise<Collection> {
  if (!isBuiltinName(name)) throw new NoDataError(`There is no built-in set called “${name}”: there are ${BUILTIN_NAMES.join(', ')}.`)
  const fetchBytes: FetchBytes = (file) => readFile(join(root, 'public/datasets', file))
  return collectionOf(await loadBuiltin(name, size, fetchBytes, decodeInNode))
}

export function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

/** Files of public/features. @param root the project's folder */
export function readFeatureFile(root = process.cwd()): FetchBytes {
  return (file) => readFile(join(root, 'public/features', file))
}

/**
 * The set that a command line names: `builtin:NAME`, a folder, a zip or a single picture.
 * Throws NoDataError where there is no such thing and NoImagesError where it holds no image.
 */
export async function openData(
  spec: string,
  preparation: Preparation,
  { root = process.cwd(), examined = true, ...options }: OpenOptions = {},
): Promise<Collection> {
  if (spec.startsWith(BUILTIN)) return openBuiltin(spec.slice(BUILTIN.length), preparation.size, root)
  const kind = await stat(spec).catch(() => null)
  if (!kind) throw new NoDataError(`There is no file or folder “${spec}”.`)
  const name = basename(resolve(spec))
  const files = kind.isDirectory() ? await listFolder(spec) : [await toImportFile(spec, name)]
  return (examined ? importImages : prepareImages)(files, preparation, ownHands(decodeInNode), { ...options, name })
}
