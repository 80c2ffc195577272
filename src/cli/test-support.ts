// What the tests of commands share.
import { spawn } from 'node:child_process'
import { vi } from 'vitest'
import { stateShapes } from '../gan/models.ts'
import { DEFAULTS, type RunConfig } from '../spec/config.ts'
import { sizeOf } from '../tensor/shape.ts'

interface Ended {
  /** The signal that ended it; null where it ended by itself. */
  readonly signal: string | null
  readonly code: number | null
  /** The JSON objects on its standard output. */
  readonly lines: readonly unknown[]
  readonly errors: string
}

/** Runs a command to its end, as a shell calls it. */
export function runCommand(...args: string[]): Promise<Ended> {
  return runUntil(() => false, ...args)
}

/** Runs a command until something stands in its output, then kills it, which it cannot notice. */
export function runUntil(isEnough: (output: string) => boolean, ...args: string[]): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['scripts/cli.mjs', ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
    let out = ''
    let errors = ''
    child.stdout.on('data', (text) => {
      out += text
      if (isEnough(out)) child.kill('SIGKILL')
    })
    child.stderr.on('data', (text) => {
      errors += text
    })
    child.once('error', reject)
    child.once('close', (code, signal) => {
      const lines = out.split('\n').slice(0, -1) // of a command that is killed the last one may be cut off
      resolve({ code, signal, lines: lines.map((line) => JSON.parse(line) as unknown), errors })
    })
  })
}

/** The smallest pair of networks. */
const SMALL: RunConfig = { ...DEFAULTS, size: 16, width: 4, latent: 8, steps: 600 }

/** A checkpoint file of the first version, with tensors of zeros. @param changes of its metadata */
export function checkpointBytes(changes: { readonly config?: object; readonly [name: string]: unknown } = {}): Buffer {
  const info = { version: 1, config: SMALL, data: 'builtin:shapes', channels: 3, step: 500, elapsedSeconds: 12.5, ...changes }
  const header: Record<string, unknown> = { __metadata__: { quarterturn: JSON.stringify(info) } }
  let end = 0
  for (const [name, shape] of Object.entries(stateShapes({ ...SMALL, ...changes.config }, 3))) {
    const bytes = 4 * sizeOf(shape)
    header[name] = { dtype: 'F32', shape, data_offsets: [end, end + bytes] }
    end += bytes
  }
  const json = Buffer.from(JSON.stringify(header))
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(json.length))
  return Buffer.concat([length, json, Buffer.alloc(end)])
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
