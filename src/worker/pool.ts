// The hands of an import in the browser: a few Workers, made for one import and ended with it. One that dies is replaced; where none can
// be made, the trainer does the work itself.
import { createGate } from '../data/gate.ts'
import { type Hands, HandsLostError, type OpenHands, type Outcome, ownHands, type Piece } from '../data/hands.ts'
import type { Preparation } from '../spec/config.ts'
import { IMPORT_LIMITS } from '../spec/datasets.ts'
import { createBrowserDecode } from './decode.ts'
import { buffersOf, type FromHand, type ToHand } from './hand-messages.ts'
import type { MakeWorker, PageWorker } from './page-workers.ts'

/** More hands than this wait for the disk and for one another. */
const MAX_WORKERS = 8

interface Job {
  readonly batch: readonly Piece[]
  done(outcomes: readonly Outcome[]): void
  failed(error: Error): void
}

interface Hand {
  readonly worker: PageWorker
  ready: boolean
  job: Job | null
  /** Ends of the stays of its pictures behind the gate. */
  readonly leave: Map<number, () => void>
}

class Pool implements Hands {
  readonly lanes: number
  private readonly hands = new Set<Hand>()
  private readonly waiting: Job[] = []
  private readonly withinPixels = createGate(IMPORT_LIMITS.maxPixels)
  /** Set once no Worker can be made. */
  private own: Hands | null = null
  private readonly preparation: Preparation
  private readonly makeWorker: MakeWorker

  constructor(lanes: number, preparation: Preparation, makeWorker: MakeWorker) {
    this.lanes = lanes
    this.preparation = preparation
    this.makeWorker = makeWorker
    for (let i = 0; i < lanes; i++) this.add() // they load while the first files are read
  }

  prepare(batch: readonly Piece[]): Promise<readonly Outcome[]> {
    return new Promise((done, failed) => {
      this.waiting.push({ batch, done, failed })
      this.handOut()
    })
  }

  end(): void {
    for (const hand of this.hands) this.drop(hand, new HandsLostError('The work has been ended.'))
    for (const { failed } of this.waiting.splice(0)) failed(new HandsLostError('The work has been ended.'))
    this.own?.end()
  }

  private add(): void {
    try {
      const hand: Hand = { worker: this.makeWorker('hand'), ready: false, job: null, leave: new Map() }
      this.hands.add(hand)
      hand.worker.onmessage = ({ data }: MessageEvent<FromHand>) => this.take(hand, data)
      hand.worker.onerror = () => this.lose(hand)
    } catch {
      this.fallBack()
    }
  }

  private take(hand: Hand, message: FromHand): void {
    if (!this.hands.has(hand)) return
    switch (message.type) {
      case 'ready':
        hand.ready = true
        this.handOut()
        return
      case 'enter':
        void this.withinPixels(message.pixels, () => this.stay(hand, message.ticket))
        return
      case 'left':
        hand.leave.get(message.ticket)?.()
        return
      case 'done':
        hand.job?.done(message.outcomes)
        hand.job = null
        this.handOut()
        return
      case 'failed':
        if (message.lost) this.lose(hand)
        else this.fail(hand, message.message)
        return
      default:
        message satisfies never
    }
  }

  private fail(hand: Hand, message: string): void {
    hand.job?.failed(new Error(message))
    hand.job = null
  }

  /** A picture is being decoded until its hand says that it is done, or dies. */
  private stay(hand: Hand, ticket: number): Promise<void> {
    if (!this.hands.has(hand)) return Promise.resolve()
    return new Promise((leave) => {
      hand.leave.set(ticket, () => {
        hand.leave.delete(ticket)
        leave()
      })
      send(hand, { type: 'entered', ticket })
    })
  }

  /** A Worker that never came up will not do so the next time either. */
  private lose(hand: Hand): void {
    this.drop(hand, new HandsLostError('A Worker has ended.'))
    if (hand.ready) this.add()
    else this.fallBack()
    this.handOut()
  }

  private drop(hand: Hand, error: Error): void {
    this.hands.delete(hand)
    hand.worker.terminate()
    for (const leave of hand.leave.values()) leave()
    hand.job?.failed(error)
  }

  private fallBack(): void {
    if (this.hands.size === 0) this.own ??= ownHands(createBrowserDecode(this.makeWorker))(this.preparation)
  }

  private handOut(): void {
    for (const hand of this.hands) {
      if (!hand.ready || hand.job) continue
      const job = this.waiting.shift()
      if (!job) return
      hand.job = job
      send(hand, { type: 'prepare', batch: job.batch, preparation: this.preparation }, buffersOf(job.batch.map(({ bytes }) => bytes)))
    }
    if (this.own) for (const { batch, done, failed } of this.waiting.splice(0)) this.own.prepare(batch).then(done, failed)
  }
}

function send({ worker }: Hand, message: ToHand, transfer: ArrayBuffer[] = []): void {
  worker.postMessage(message, transfer)
}

/** @param cores how many there are, which is how many Workers help */
export function openPool(cores: number, makeWorker: MakeWorker): OpenHands {
  return (preparation) => new Pool(Math.max(1, Math.min(cores, MAX_WORKERS)), preparation, makeWorker)
}
