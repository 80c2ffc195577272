// What lies at a path of the command line: a file, a folder or nothing, and whether two paths are the same.
import { realpath, stat } from 'node:fs/promises'

const factsOf = (path: string) => stat(path).catch(() => null)

export async function exists(path: string): Promise<boolean> {
  return (await factsOf(path)) !== null
}

export async function isFile(path: string): Promise<boolean> {
  return (await factsOf(path))?.isFile() ?? false
}

export async function isFolder(path: string): Promise<boolean> {
  return (await factsOf(path))?.isDirectory() ?? false
}

/** Whether they are the same file or folder, perhaps through a link. */
export async function isSamePath(one: string, other: string): Promise<boolean> {
  if (one === other) return true
  const [first, second] = await Promise.all([one, other].map((path) => realpath(path).catch(() => null)))
  return first !== null && first === second
}
