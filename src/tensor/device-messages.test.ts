import { expect, test } from 'vitest'
import { openDevice } from './backend.ts'
import {
  NO_ADAPTER,
  NO_WEBGL,
  NO_WEBGPU,
  NOT_ISOLATED,
  SOFTWARE_GPU,
  slowNotice,
  softwareGpuNotice,
  WASM_BLOCKED,
  wasmNotice,
  wrongResults,
} from './device-messages.ts'

test.each([
  [
    'a browser without any GPU',
    slowNotice('cpu', [NO_WEBGPU, NO_WEBGL]),
    'This browser has neither WebGPU nor WebGL. Training runs on the processor, which is slow: begin with the preset Smoke test. ' +
      'A current Chrome, Edge or Safari has WebGPU, and so has Firefox on Windows and macOS.',
  ],
  [
    'no graphics card, so no WebGL either',
    slowNotice('cpu', [NO_ADAPTER, NO_WEBGL]),
    'This browser has WebGPU but finds no graphics card for it. This browser has no WebGL. Training runs on the processor, which is slow: ' +
      'begin with the preset Smoke test. Switch on hardware acceleration in the browser’s settings, or update the graphics driver.',
  ],
  [
    'a graphics card that computes wrongly',
    slowNotice('webgl', [wrongResults('webgpu', 'Intel', 'the loss of a known example is 2 instead of 1')]),
    'Intel (WebGPU) computes wrongly, so it is not used: the loss of a known example is 2 instead of 1. ' +
      'Training goes through WebGL, which is slower. Update the browser and the graphics driver, or try another browser.',
  ],
  [
    'an imitated GPU, since nothing else opens',
    softwareGpuNotice([SOFTWARE_GPU, WASM_BLOCKED]),
    'There is no GPU here, only a processor that imitates one. A security policy keeps WebAssembly from this page. ' +
      'Training goes through the imitated one, which is slow. If this machine has a graphics card, update the card’s driver; for the page, switch on hardware acceleration in the browser’s settings too.',
  ],
  [
    'WebAssembly instead of a software adapter, with one thread',
    wasmNotice([SOFTWARE_GPU], NOT_ISOLATED),
    'There is no GPU here, only a processor that imitates one. Training runs on the processor, with WebAssembly. ' +
      'It has one thread, since this page is not isolated from others. It is faster with all of them: reload the page. If that changes nothing, the server has to send the headers ' +
      '“Cross-Origin-Opener-Policy: same-origin” and “Cross-Origin-Embedder-Policy: require-corp”, as npm start does. ' +
      'If this machine has a graphics card, update the card’s driver; for the page, switch on hardware acceleration in the browser’s settings too.',
  ],
  ['WebAssembly, asked for', wasmNotice([], null), null],
  ['the processor, asked for', slowNotice('cpu', []), 'Training runs on the processor, which is slow: begin with the preset Smoke test.'],
])('%s: what is, and what to do', (_case, said, sentences) => {
  expect(said).toBe(sentences)
})

// Node has here what such a browser has: no WebGPU, no canvas.
test('where there is neither WebGPU nor WebGL the processor is used; a request for one of them fails with advice', async () => {
  const { info } = await openDevice('auto')
  expect(info).toMatchObject({ backend: 'cpu', notice: slowNotice('cpu', [NO_WEBGPU, NO_WEBGL]) })
  await expect(openDevice('webgl')).rejects.toMatchObject({ failure: { reason: 'wrong-device', ...NO_WEBGL } })
  await expect(openDevice('webgpu')).rejects.toMatchObject({ failure: { reason: 'wrong-device', ...NO_WEBGPU } })
})
