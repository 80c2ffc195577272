// Files in words: their names, what is said when they are made, how large they will be, and why they cannot be made.
import { expect, test } from 'vitest'
import type { ExportRequest } from '../../spec/exports.ts'
import { initialState, type State } from '../app/store.ts'
import { takeAwayBlocker } from './actions.ts'
import { describeMade, fileName } from './describe-export.ts'
import { estimateNetworks, hasNetworksOnly } from './estimate-networks.ts'

const STATE: ExportRequest = { kind: 'safetensors', content: 'state' }
const FILM: ExportRequest = {
  kind: 'film',
  film: { kind: 'walk', stops: [{ seed: 1 }, { seed: 2 }], method: 'slerp' },
  settings: { format: 'gif', seconds: 1, framesPerSecond: 10, factor: 1, smooth: false },
}

test('the name of a file says of which images, which step and what it is', () => {
  const named = (request: ExportRequest) => fileName({ request, images: 'My moths', step: 400 })
  expect(named(FILM)).toBe('my-moths-step-000400-walk.gif')
  expect(named({ kind: 'onnx', network: 'features', layout: 'nchw' })).toBe('my-moths-step-000400-features.onnx')
  expect(named({ kind: 'html', precision: 'auto' })).toBe('my-moths-step-000400.html')
  expect(named({ kind: 'safetensors', content: 'networks' })).toBe('my-moths-step-000400-networks.safetensors')
})

test('what was made is told with its size, its time, and how far its pictures are from those of the run', () => {
  const said = (request: ExportRequest, seconds: number, check: { largestPixelDifference: number; pictures: number } | null) =>
    describeMade({ request, file: new Blob([new Uint8Array(1500)]), seconds, check })
  expect(said(STATE, 0.2, null)).toBe('1.5 KB, made in less than a second.')
  expect(said({ kind: 'html', precision: 'f16' }, 65, { largestPixelDifference: 1, pictures: 16 })).toBe(
    '1.5 KB, made in 1:05. Checked: its pixels differ by at most 1 of 255, on 16 pictures.',
  )
  expect(said(FILM, 2, { largestPixelDifference: 0, pictures: 10 })).toContain('Checked: 10 pictures, no pixel differs.')
  expect(said(FILM, 2, { largestPixelDifference: 7, pictures: 10 })).toContain('Compression changes its colours by at most 7 of 255.')
})

function withSnapshot(content: 'state' | 'networks' | 'pictures', bytes: number, state: State['run']['state'] = 'paused'): State {
  const snapshots = [{ file: 'a', step: 5, savedAt: 0, bytes, content }]
  return { ...initialState, run: { ...initialState.run, state }, timeline: { ...initialState.timeline, snapshots } }
}

test('sizes are told from a kept step, and not where only pictures are kept', () => {
  const html: ExportRequest = { kind: 'html', precision: 'f16' }
  expect(estimateNetworks(withSnapshot('state', 7_000_000), STATE)).toBe(7_000_000)
  const onnx = (network: 'generator' | 'features') => ({ kind: 'onnx', network, layout: 'nchw' }) as const
  expect(estimateNetworks(withSnapshot('state', 3_400_000), onnx('generator'))).toBe(400_000) // 4 of G, 3 of D
  expect(estimateNetworks(withSnapshot('state', 3_400_000), onnx('features'))).toBe(600_000)
  expect(estimateNetworks(withSnapshot('networks', 2_000_000), html)).toBe(590_000)
  expect(estimateNetworks(withSnapshot('networks', 100_000_000), { kind: 'html', precision: 'auto' })).toBe(13_000_000)
  expect(estimateNetworks(withSnapshot('networks', 38_000_000), { kind: 'html', precision: 'auto' })).toBe(5_100_000) // 10.2 MB with 16 bits
  expect(estimateNetworks(withSnapshot('pictures', 2_000_000), html)).toBeNull()
})

test('all of training can be taken from the run as it is now, and not from a step of which only the networks are kept', () => {
  expect(hasNetworksOnly(withSnapshot('networks', 1, 'viewing'))).toBe(true)
  const now = withSnapshot('networks', 1)
  expect(hasNetworksOnly(now)).toBe(false)
  expect(hasNetworksOnly({ ...now, files: { ...now.files, snapshot: 'a' } })).toBe(true)
})

test('without a run, before its first step and after it has stopped the reason says what to do', () => {
  const { run } = initialState
  const blocked = (changes: Partial<State['run']>) => takeAwayBlocker({ ...initialState, run: { ...run, ...changes } })
  const device = {} as State['run']['device']
  const report = { step: 3 } as State['run']['report']
  expect(blocked({})).toBe('There is no run yet: press Train first.')
  expect(blocked({ state: 'preparing' })).toBe('The run has made no step yet.')
  expect(blocked({ state: 'failed', report })).toContain('no longer in memory')
  expect(blocked({ state: 'viewing' })).toContain('Looking for a device')
  expect(blocked({ state: 'viewing', device })).toBeNull()
  for (const state of ['running', 'paused', 'finished'] as const) expect(blocked({ state, report })).toBeNull()
})
