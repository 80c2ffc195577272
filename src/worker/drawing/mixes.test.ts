// What is kept of generators that are made of two.
import { expect, test } from 'vitest'
import { createPlainPainter } from '../../player/painter.ts'
import { createPlan } from '../../player/plan.ts'
import { Mixes } from './mixes.ts'
import type { OpenGenerator } from './slots.ts'
import { modelOf, normedCopy, tinyCopy } from './test-support.ts'

test('what drew a mix is freed where its generators do not fit any more, and where nobody draws it', async () => {
  const from = { slot: 'a', mix: { slot: 'b', from: 'late' } } as const
  const painters: string[] = []
  const failures: string[] = []
  const painterOf = (name: string) => ({
    ...createPlainPainter(createPlan(modelOf(tinyCopy()))),
    dispose: () => painters.push(`${name} freed`),
  })
  const open = (copy = normedCopy()): OpenGenerator => ({ model: modelOf(copy), step: 10, painter: painterOf('of a slot') })
  const slots: Record<string, OpenGenerator> = { a: open(), b: open() }
  const mixes = new Mixes({
    openPainter: async () => painterOf('of the mix'),
    get: (slot) => slots[slot] ?? null,
    onOpened: () => undefined,
    onFailed: (_, error) => failures.push(String(error)),
  })
  const settle = () => new Promise<void>((resolve) => setTimeout(resolve))
  const opened = async () => {
    mixes.get(from)
    await settle()
    return mixes.get(from)
  }
  expect(await opened()).toMatchObject({ step: 10 })
  slots.a = open(tinyCopy())
  expect(await opened()).toBeNull()
  expect(failures).toEqual(['Error: generators of different architectures cannot be mixed'])
  expect(painters).toEqual(['of the mix freed'])
  slots.a = open(normedCopy(2))
  expect(await opened()).not.toBeNull()
  mixes.keep([])
  expect(painters).toEqual(['of the mix freed', 'of the mix freed'])
})
