// Writes files so that errors name them: as a whole, to a temporary file that is then renamed, so that a crash or a full disk leaves the old one as
// it was; or line by line.
import { appendFile, open, rename, rm } from 'node:fs/promises'
import { naming } from './errors.ts'

export async function writeWhole(file: string, bytes: Uint8Array | string): Promise<void> {
  const part = `${file}.${process.pid}.part`
  try {
    const handle = await open(part, 'w')
    try {
      await handle.writeFile(bytes)
      await handle.sync() // or after a power failure the renamed file may be empty
    } finally {
      await handle.close()
    }
    await rename(part, file)
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined)
    throw naming(file, error)
  }
}

export async function appendLine(file: string, line: string): Promise<void> {
  await appendFile(file, `${line}\n`).catch((error: unknown) => {
    throw naming(file, error)
  })
}
