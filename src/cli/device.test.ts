// Which device a command gets in Node, and what it says about it.
import { expect, test } from 'vitest'
import { describeOtherBits, deviceLine, openNodeDevice } from './device.ts'

test('without an adapter the message says what to install in Node, and mentions no browser', async () => {
  const refused = openNodeDevice('webgpu') // the tests without a device have no navigator.gpu
  await expect(refused).rejects.toMatchObject({
    failure: { message: expect.stringContaining('Dawn'), advice: expect.stringContaining('libvulkan1') },
  })
  await expect(refused).rejects.toThrow(/^(?!.*browser)/)
  await expect(openNodeDevice('webgl')).rejects.toMatchObject({ failure: { message: 'There is no WebGL in Node.' } })
})

test('without one WebAssembly is taken, and the first line of a command says on how many threads', async () => {
  const { info } = await openNodeDevice('auto')
  expect(deviceLine({ ...info, threads: 2 })).toMatch(
    /^device: processor, WebAssembly, 2 threads\. Dawn, which brings WebGPU to Node, finds no graphics adapter\.$/,
  )
})

test('resuming a run on another backend is announced', () => {
  const before = { backend: 'webgpu', name: 'Apple M2', threads: 1 } as const
  expect(describeOtherBits(500, before, { backend: 'wasm', name: 'processor', threads: 2 })).toBe(
    'Up to step 500 the run was trained on Apple M2, WebGPU; from here on other bits, the same training.',
  )
  expect(describeOtherBits(500, before, before)).toBeNull()
  expect(describeOtherBits(500, null, before)).toBeNull() // an older checkpoint does not name its device
})
