// What the tests of commands share.
import { spawn } from 'node:child_process'
import { vi } from 'vitest'
import { stateShapes } from '../gan/models.ts'
import { encodeFloats, writeSafetensors } from '../gan/safetensors.ts'
import { DEFAULTS } from '../spec/config.ts'
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

/** Of `checkpointBytes`. */
export const CONFIG = { ...DEFAULTS, size: 16, width: 4, latent: 8, steps: 600 } as const

/** A checkpoint file of the first version, whose weights are all 0. */
export function checkpointBytes(changes: object = {}): Buffer {
  const info = { version: 1, config: CONFIG, data: 'builtin:shapes', channels: 3, step: 500, elapsedSeconds: 12.5, ...changes }
  const tensors = Object.entries(stateShapes(CONFIG, 3)).map(([name, shape]) =>
    encodeFloats(name, { shape, values: new Float32Array(sizeOf(shape)) }),
  )
  return Buffer.from(writeSafetensors({ quarterturn: JSON.stringify(info) }, tensors))
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
