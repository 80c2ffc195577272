// A link to a picture: which run it shows first, and what is said where that is not here.
import { expect, test, vi } from 'vitest'
import type { ViewSource } from '../../../protocol.ts'
import { open, pictures, report } from '../../app/test-support.ts'
import { cats, listOf } from '../../train/keep-test-support.ts'
import { followCode, wayToCode } from './linked-code.ts'

vi.stubGlobal('document', { baseURI: 'http://page/' })

const kept = { ...cats, id: 'k3f9x2b7', name: 'Cats' }

/** A page that nobody has trained on. @param runs kept in this browser */
function arrived(runs: readonly (typeof kept)[] = []) {
  const page = open()
  const list = () => page.emit(listOf(...runs))
  const way = (text: string) => wayToCode(page.store.getState(), text)
  /** Shows the run, as the link asks for it. */
  function view() {
    page.actions.showSource({ kind: 'stored', id: kept.id })
    const run = page.store.getState().run.number
    return {
      pictures() {
        page.emit({ type: 'run-id', run, id: kept.id })
        page.emit({ type: 'step', run, report: report(30) })
        page.emit({ type: 'samples', run, grid: { step: 30, seeds: [1, 2], pictures } })
      },
      snapshots: () =>
        page.emit({ type: 'snapshots', run, snapshots: [{ file: 'twenty', step: 20, savedAt: 0, bytes: 1, content: 'networks' }] }),
    }
  }
  return { ...page, list, way, view }
}

test('a kept run is shown first, then its picture as it is now or at a kept step', () => {
  const { list, way, view, ready } = arrived([cats, kept])
  ready()
  expect(way('k3f9x2-30-7')).toEqual({ do: 'wait' }) // the kept runs are not listed yet
  list()
  expect(way('k3f9x2-30-7')).toEqual({ do: 'view', source: { kind: 'stored', id: kept.id } }) // by itself the page shows the other one
  const run = view()
  expect(way('k3f9x2-30-7')).toEqual({ do: 'wait' })
  run.pictures()
  expect(way('k3f9x2-30-7-loop0.5-at0.1')).toMatchObject({ do: 'show', target: { point: { seed: 7 }, snapshot: null } })
  expect(way('k3f9x2-20-7')).toEqual({ do: 'wait' }) // its kept steps are not listed yet
  run.snapshots()
  expect(way('k3f9x2-20-7')).toMatchObject({ do: 'show', target: { snapshot: 'twenty' } })
  expect(way('k3f9x2-10-7')).toMatchObject({ do: 'refuse', sentence: expect.stringContaining('step 10, which is not kept') })
})

test('the example is shown for its own pictures', () => {
  const { list, way } = arrived()
  list()
  expect(way('exampl-6000-7')).toEqual({ do: 'view', source: { kind: 'example' } })
})

test('a run that is not here, and a code that is none, are refused', () => {
  const { list, way } = arrived()
  expect(way('not a code')).toMatchObject({ do: 'refuse' })
  list()
  expect(way('abc123-30-7')).toMatchObject({
    do: 'refuse',
    sentence: expect.stringContaining('the run abc123, which is not in this browser'),
  })
})

test('a run that trains is not left for another one', () => {
  const { list, ready, way, actions } = arrived([cats, kept])
  ready()
  list()
  actions.train()
  expect(way('k3f9x2-30-7')).toMatchObject({ do: 'refuse', sentence: expect.stringContaining('“Cats”') })
  expect(way('exampl-6000-7')).toMatchObject({ do: 'refuse', sentence: expect.stringContaining('the example') })
})

test('while one link waits for its run, another one is followed in its place', () => {
  const { list, store } = arrived([cats, kept])
  const shown: string[] = []
  const actions = { showInStudio: () => {}, showSource: (source: ViewSource) => void shown.push(source.kind) }
  followCode(store, actions, 'k3f9x2-30-7')
  followCode(store, actions, 'exampl-6000-7')
  list()
  expect(new Set(shown)).toEqual(new Set(['example']))
})
