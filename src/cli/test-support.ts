// What the tests of commands share.
import { spawn } from 'node:child_process'
import { vi } from 'vitest'
import { DEFAULTS } from '../spec/config.ts'

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

/** A checkpoint file with a header and no tensors. */
export function checkpointBytes(changes: object = {}): Buffer {
  const config = { ...DEFAULTS, size: 16, steps: 600 }
  const info = { version: 1, config, data: 'builtin:shapes', channels: 3, step: 500, elapsedSeconds: 12.5, ...changes }
  const header = Buffer.from(JSON.stringify({ __metadata__: { quarterturn: JSON.stringify(info) } }))
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(header.length))
  return Buffer.concat([length, header])
}

/** The output of commands that run in this process from now on, one entry for each write. */
export function captureOutput(): readonly string[] {
  const said: string[] = []
  const capture = (text: unknown) => said.push(String(text).trim()) > 0
  vi.spyOn(console, 'error').mockImplementation(capture)
  vi.spyOn(process.stderr, 'write').mockImplementation(capture)
  vi.spyOn(process.stdout, 'write').mockImplementation(capture)
  return said
}
