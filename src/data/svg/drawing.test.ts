// The life of the thread that draws, with a fake thread.
import { strToU8 } from 'fflate'
import { expect, test } from 'vitest'
import { createSvgDecoder, type SvgRequest, type SvgResponse } from './drawing.ts'

// Node has it; the core's library of types does not.
declare const setTimeout: (run: (value: unknown) => void, milliseconds: number) => unknown

/** Threads of the test's own: they take orders, and the test says what they answer. */
function threads(maxSeconds = 60) {
  const opened: { answer(answer: SvgResponse): void; orders: SvgRequest[]; ended: boolean }[] = []
  const decode = createSvgDecoder((answer) => {
    const one = { answer, orders: [] as SvgRequest[], ended: false }
    opened.push(one)
    return {
      draw: (order) => one.orders.push(order),
      end() {
        one.ended = true
      },
    }
  }, maxSeconds)
  return { opened, decode }
}

const svg = strToU8('<svg/>')
const drawn: SvgResponse = { type: 'drawn', width: 2, height: 1, pixels: Uint8Array.of(50, 100, 0, 100, 0, 0, 0, 0) }
const settle = () => new Promise((resume) => setTimeout(resume, 0))

test('no thread is opened before the first drawing; the second waits for the first in the same thread', async () => {
  const { opened, decode } = threads()
  expect(opened).toHaveLength(0)
  const both = Promise.all([decode(svg), decode(strToU8('\n <svg/>'))])
  await settle()
  opened[0]?.answer({ type: 'ready' })
  await settle()
  expect(opened[0]?.orders).toHaveLength(1)
  opened[0]?.answer(drawn)
  await settle()
  expect(opened[0]?.orders[1]?.svg).toEqual(svg) // the space before it is gone
  opened[0]?.answer(drawn)
  expect(await both).toMatchObject([{ width: 2 }, { width: 2 }])
  expect(opened).toHaveLength(1)
})

test('premultiplied alpha is divided out', async () => {
  const { opened, decode } = threads()
  const image = decode(svg)
  await settle()
  opened[0]?.answer({ type: 'ready' })
  await settle()
  opened[0]?.answer(drawn)
  expect([...(await image).pixels]).toEqual([128, 255, 0, 100, 0, 0, 0, 0])
})

test.each([
  ['broke', { type: 'crashed' }, 'broke off'],
  ['could not be loaded', { type: 'unavailable' }, 'could not be loaded'],
] as const)('a thread that %s is ended, and the next drawing gets a fresh one', async (_, answer, sentence) => {
  const { opened, decode } = threads()
  const first = decode(svg)
  const refused = expect(first).rejects.toThrow(sentence)
  await settle()
  if (answer.type === 'crashed') {
    opened[0]?.answer({ type: 'ready' })
    await settle()
  }
  opened[0]?.answer(answer)
  await refused
  expect(opened[0]?.ended).toBe(true)
  const second = decode(svg)
  await settle()
  opened[0]?.answer(drawn) // it has no say any more
  opened[1]?.answer({ type: 'ready' })
  await settle()
  opened[0]?.answer({ type: 'crashed' })
  opened[1]?.answer(drawn)
  expect(await second).toMatchObject({ width: 2 })
})

test('a thread that takes too long is ended', async () => {
  const { opened, decode } = threads(0)
  const late = expect(decode(svg)).rejects.toThrow('takes more than 0 seconds')
  await settle()
  opened[0]?.answer({ type: 'ready' })
  await late
  expect(opened[0]?.ended).toBe(true)
})

test('where no thread can be started, drawings are refused with a sentence', async () => {
  const decode = createSvgDecoder(() => {
    throw new Error('no threads here')
  })
  await expect(decode(svg)).rejects.toThrow('could not be loaded')
})
