// Writes a file as a whole: beside its place and then moved there, so that a crash or a full disk leaves the old one as it was.
import { open, rename, rm } from 'node:fs/promises'

export async function writeWhole(file: string, bytes: Uint8Array | string): Promise<void> {
  const part = `${file}.${process.pid}.part`
  try {
    const handle = await open(part, 'w')
    try {
      await handle.writeFile(bytes)
      await handle.sync() // else the new name may stand before its content does, should the power fail
    } finally {
      await handle.close()
    }
    await rename(part, file)
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined)
    throw error
  }
}
