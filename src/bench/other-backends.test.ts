// Backends that a bench keeps open at once: steps that alternate between them equal those of each backend alone.
import { expect, test } from 'vitest'
import { stateOf } from '../gan/models.ts'
import { createRun } from '../gan/run.ts'
import { orientableImages, TINY, valuesOf } from '../gan/test-support.ts'
import * as tf from '../tensor/tf.ts'
import { wasmHost } from '../tensor/wasm/test-host.ts'
import { openOtherBackends } from './other-backends.ts'

test('WebAssembly on one thread and on two, and the CPU, are open at once and train alternately', async () => {
  const opened = await openOtherBackends(['cpu', 'wasm'], wasmHost(2), () => 0)
  expect(opened.map(({ name, threads }) => [name, threads])).toEqual([
    ['wasm', 1],
    ['wasmThreads', 2],
    ['cpu', 1],
  ])
  const runs = []
  for (const { backend } of opened.slice(0, 2)) {
    await tf.setBackend(backend)
    runs.push({ backend, run: createRun(TINY, orientableImages(24)) })
  }
  for (let step = 0; step < 2; step++) {
    for (const { backend, run } of runs) {
      await tf.setBackend(backend)
      run.advance()
    }
  }
  const states = []
  for (const { backend, run } of runs) {
    await tf.setBackend(backend)
    states.push(await valuesOf(stateOf(run.models)))
    run.dispose()
    tf.removeBackend(backend)
  }
  expect(states[1]).toEqual(states[0])
})

test('with one thread alone there is no second WebAssembly', async () => {
  const opened = await openOtherBackends(['wasm'], wasmHost(1), () => 0)
  expect(opened.map(({ name }) => name)).toEqual(['wasm'])
  for (const { backend } of opened) tf.removeBackend(backend)
})
