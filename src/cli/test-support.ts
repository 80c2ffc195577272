// What the tests of commands share.
import { spawn } from 'node:child_process'

export interface Ended {
  readonly code: number | null
  /** The JSON objects on its standard output. */
  readonly lines: readonly unknown[]
  readonly errors: string
}

/** Runs a command to its end, as a shell calls it. */
export function runCommand(...args: string[]): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['scripts/cli.mjs', ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
    let out = ''
    let errors = ''
    child.stdout.on('data', (text) => {
      out += text
    })
    child.stderr.on('data', (text) => {
      errors += text
    })
    child.once('error', reject)
    child.once('close', (code) => {
      const lines = out.split('\n').filter(Boolean)
      resolve({ code, lines: lines.map((line) => JSON.parse(line) as unknown), errors })
    })
  })
}
