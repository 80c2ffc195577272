// Whether two paths on a command line are the same file or folder.
import { realpath } from 'node:fs/promises'

export async function isSamePath(one: string, other: string): Promise<boolean> {
  if (one === other) return true
  const [first, second] = await Promise.all([one, other].map((path) => realpath(path).catch(() => null)))
  return first !== null && first === second
}
