// A test of kernels on WebAssembly: they give the same bits on one, two and three threads.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openDevice } from '../backend.ts'
import { normals } from '../ops/test-support.ts'
import * as tf from '../tf.ts'
import type { WasmBackend } from './module.ts'
import { wasmHost } from './test-host.ts'

/** Computes the tensors that are compared. */
export type Work = () => tf.Tensor[]

export const random = (shape: number[], seed: number) => tf.tensor(normals(shape, seed), shape)

/** Value and gradients of an operation on random tensors of these shapes. */
export function withGradients(operation: (...inputs: tf.Tensor[]) => tf.Tensor, ...shapes: number[][]): Work {
  return () => {
    const { value, grads } = tf.valueAndGrads((...inputs: tf.Tensor[]) => tf.mul(operation(...inputs), 1))(shapes.map(random))
    return [value, ...grads]
  }
}

/**
 * Declares the tests.
 * @returns filled before the tests run: by the name of each function that was given a range, the most operations it was asked for at once
 */
export function sameBitsOnThreads(cases: readonly [string, Work][]): ReadonlyMap<string, number> {
  const shared = new Map<string, number>()
  const bits: Record<number, Map<string, Uint32Array[]>> = {}
  beforeAll(async () => {
    for (const threads of [1, 2, 3]) bits[threads] = await bitsOn(threads, cases, shared)
  })
  afterAll(() => tf.removeBackend(tf.getBackend()))

  describe.each(cases)('%s', (name) => {
    test.each([2, 3])('has the bits of one thread on %i', (threads) => {
      const [one, several] = [bits[1]?.get(name) ?? [], bits[threads]?.get(name) ?? []]
      expect(one.length).toBeGreaterThan(0)
      several.forEach((values, i) => {
        expect(
          values.findIndex((value, at) => value !== one[i]?.[at]),
          `result ${i}`,
        ).toBe(-1)
      })
      expect(one.every((values) => new Float32Array(values.buffer).every(Number.isFinite))).toBe(true)
    })
  })
  return shared
}

/** The bits of all cases. */
async function bitsOn(threads: number, cases: readonly [string, Work][], shared: Map<string, number>): Promise<Map<string, Uint32Array[]>> {
  await openDevice('wasm', wasmHost(threads))
  const { threadPool } = tf.engine().backend as unknown as WasmBackend
  const run = vi.spyOn(threadPool, 'run')
  const results = new Map<string, Uint32Array[]>()
  for (const [name, work] of cases) {
    const tensors = tf.tidy(work)
    results.set(name, await Promise.all(tensors.map(async (tensor) => new Uint32Array(Float32Array.from(await tensor.data()).buffer))))
    tf.dispose(tensors)
  }
  for (const [name, , length, grain, work] of run.mock.calls) if (length > grain) shared.set(name, Math.max(work, shared.get(name) ?? 0))
  run.mockRestore()
  return results
}
