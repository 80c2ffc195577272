// One of the Workers that an import hands its batches to: files in, small squares out.
import type { Gate } from '../core/data/gate.ts'
import { HandsLostError, type Outcome, prepareBatch } from '../core/data/hands.ts'
import { messageOf } from '../spec/words.ts'
import { decodeInBrowser } from './decode.ts'
import { buffersOf, type FromHand, type ToHand } from './hand-messages.ts'

/** Smaller pictures need no leave: even all of them at once take little. */
const FREE_PIXELS = 1_000_000

const waiting = new Map<number, () => void>()
let tickets = 0

const post = (message: FromHand, transfer: ArrayBuffer[] = []) => self.postMessage(message, transfer)

/** The trainer counts the pixels of all hands together. */
const withinPixels: Gate = async (pixels, work) => {
  if (pixels <= FREE_PIXELS) return work()
  const ticket = tickets++
  await new Promise<void>((enter) => {
    waiting.set(ticket, enter)
    post({ type: 'enter', ticket, pixels })
  })
  waiting.delete(ticket)
  try {
    return await work()
  } finally {
    post({ type: 'left', ticket })
  }
}

/** All pixels in one buffer: moving one costs as much as moving any. */
function packed(outcomes: readonly Outcome[]): { outcomes: Outcome[]; block: Uint8Array } {
  const block = new Uint8Array(outcomes.reduce((sum, one) => sum + (one.taken ? one.pixels.length : 0), 0))
  let end = 0
  const moved = outcomes.map((one) => {
    if (!one.taken) return one
    block.set(one.pixels, end)
    end += one.pixels.length
    return { ...one, pixels: block.subarray(end - one.pixels.length, end) }
  })
  return { outcomes: moved, block }
}

async function prepare({ batch, preparation }: Extract<ToHand, { type: 'prepare' }>): Promise<void> {
  try {
    const { outcomes, block } = packed(await prepareBatch(batch, { preparation, decode: decodeInBrowser, withinPixels }))
    post({ type: 'done', outcomes }, buffersOf([block]))
  } catch (error) {
    post({ type: 'failed', lost: error instanceof HandsLostError, message: messageOf(error) })
  }
}

self.onmessage = ({ data }: MessageEvent<ToHand>) => {
  if (data.type === 'prepare') void prepare(data)
  else waiting.get(data.ticket)?.()
}
post({ type: 'ready' })
