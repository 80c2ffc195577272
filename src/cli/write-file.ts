// Writes files so that errors name them: as a whole, so that a crash or a full disk leaves the old one as it was; or line by line.
import { appendFile } from 'node:fs/promises'
import { naming } from './errors.ts'
import { fileTarget } from './file-target.ts'

export async function writeWhole(file: string, bytes: Uint8Array | string): Promise<void> {
  const target = fileTarget(file)
  try {
    await target.write(typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes, 0)
    await target.finish()
  } catch (error) {
    await target.abandon()
    throw error
  }
}

export async function appendLine(file: string, line: string): Promise<void> {
  await appendFile(file, `${line}\n`).catch((error: unknown) => {
    throw naming(file, error)
  })
}
