// Files that take seconds to make are kept in .cache, under the digest of what they are made of.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs'
import { join, relative } from 'node:path'
import { ROOT } from './root.mjs'

/**
 * Makes the file unless it is there.
 * @param {{ folder: string, ending: string }} where the folder that it is kept in, and the ending of its name
 * @param {{ files: string[], settings?: string }} madeOf paths of all that it is made of besides the packages
 * @param {(path: string) => Promise<void>} make writes it
 * @returns {Promise<string>} its path
 */
export async function keptFile({ folder, ending }, { files, settings = '' }, make) {
  const digest = createHash('sha256').update(settings)
  for (const file of [join(ROOT, 'package-lock.json'), ...files]) digest.update(`${relative(ROOT, file)}\n`).update(readFileSync(file))
  const path = join(folder, `${digest.digest('hex').slice(0, 16)}.${ending}`)
  if (existsSync(path)) return path
  mkdirSync(folder, { recursive: true })
  const part = `${path}.${process.pid}`
  await make(part)
  renameSync(part, path) // so that runs that overlap never see half a file
  return path
}
