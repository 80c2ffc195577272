// What tabs tell each other about a run: the one that trains it shares its events with those that watch, as long as they say that they do,
// and lets go of it when one of them asks.
import type { TrainerEvent } from '../../protocol.ts'

/** Events of a run that those who watch it need. */
const SHARED_TYPES = [
  'state',
  'step',
  'samples',
  'rotations',
  'classes',
  'labelling',
  'score',
  'logged',
  'returned',
  'saved',
  'snapshots',
] as const
export type SharedEvent = Extract<TrainerEvent, { type: (typeof SHARED_TYPES)[number] }>

export type RunMessage =
  /** Somebody watches; `first`: from now on. Sent again and again. */
  | { readonly type: 'hello'; readonly first: boolean }
  | { readonly type: 'take-over' }
  /** The answer: the run is being saved, which may take a while. */
  | { readonly type: 'letting-go' }
  /** A tab begins to train the run. */
  | { readonly type: 'opened' }
  | { readonly type: 'event'; readonly event: SharedEvent }

/** Joins all tabs that train or watch this run. */
export class RunChannel {
  private readonly channel: BroadcastChannel

  constructor(id: string, onMessage: (message: RunMessage) => void) {
    this.channel = new BroadcastChannel(`quarterturn-run-${id}`)
    this.channel.onmessage = ({ data }: MessageEvent<RunMessage>) => onMessage(data)
  }

  post(message: RunMessage): void {
    this.channel.postMessage(message)
  }

  /** Nothing more is heard, not even what is on its way. */
  close(): void {
    this.channel.onmessage = null
    this.channel.close()
  }
}

/** Seconds between two greetings of somebody who watches, and after which nobody is believed to. */
export const GREETING = { pause: 2, patience: 10 }
/** Events since the last save that are shared with somebody who comes later: those before are in the files. */
const MAX_RECENT = 2000
/** Pictures and classes are large and soon replaced. */
const NOT_REPEATED: ReadonlySet<TrainerEvent['type']> = new Set(['samples', 'rotations', 'classes', 'labelling', 'state'])

/** The side of the tab that trains. */
export class RunSharing {
  private readonly now: () => number
  private shared: { readonly run: number; readonly channel: RunChannel } | null = null
  private lastGreeting = Number.NEGATIVE_INFINITY
  private state: SharedEvent | null = null
  private recent: SharedEvent[] = []
  private readonly onTakeOver: (run: number) => void

  /**
   * @param now seconds of a steady clock
   * @param onTakeOver called when another tab wants the run with this number
   */
  constructor(now: () => number, onTakeOver: (run: number) => void) {
    this.now = now
    this.onTakeOver = onTakeOver
  }

  /** The run with this number is kept under this id from now on. */
  opened(run: number, id: string): void {
    if (this.shared) this.closed(this.shared.run)
    this.shared = { run, channel: new RunChannel(id, (message) => this.handle(message)) }
    this.post({ type: 'opened' })
  }

  /** The run with this number has ended here. */
  closed(run: number): void {
    if (this.shared?.run !== run) return
    this.shared.channel.close()
    this.shared = null
    this.state = null
    this.recent = []
    this.lastGreeting = Number.NEGATIVE_INFINITY
  }

  /** Every event of the trainer, before its buffers are transferred. */
  publish(event: TrainerEvent): void {
    if (!isShared(event) || event.run !== this.shared?.run) return
    this.remember(event)
    if (this.now() - this.lastGreeting < GREETING.patience) this.post({ type: 'event', event })
  }

  private remember(event: SharedEvent): void {
    if (event.type === 'state') this.state = event
    if (event.type === 'saved') this.recent = []
    else if (!NOT_REPEATED.has(event.type)) this.recent.push(event)
    if (this.recent.length > MAX_RECENT) this.recent.shift()
  }

  private handle(message: RunMessage): void {
    if (message.type === 'take-over') {
      this.post({ type: 'letting-go' })
      if (this.shared) this.onTakeOver(this.shared.run)
    }
    if (message.type !== 'hello') return
    this.lastGreeting = this.now()
    if (!message.first) return
    for (const event of this.recent) this.post({ type: 'event', event })
    if (this.state) this.post({ type: 'event', event: this.state })
  }

  private post(message: RunMessage): void {
    this.shared?.channel.post(message)
  }
}

function isShared(event: TrainerEvent): event is SharedEvent {
  return (SHARED_TYPES as readonly string[]).includes(event.type)
}

interface WatcherCallbacks {
  onEvent(event: SharedEvent): void
  /** A tab begins to train the run. */
  onOpened(): void
  /** The tab that trains the run has been asked to let go of it, and is about to. */
  onLettingGo(): void
}

/** The side of a tab that watches. */
export class RunWatching {
  private readonly channel: RunChannel
  private readonly timer: ReturnType<typeof setInterval>

  constructor(id: string, { onEvent, onOpened, onLettingGo }: WatcherCallbacks) {
    this.channel = new RunChannel(id, (message) => {
      if (message.type === 'event') onEvent(message.event)
      if (message.type === 'opened') onOpened()
      if (message.type === 'letting-go') onLettingGo()
    })
    this.ask()
    this.timer = setInterval(() => this.channel.post({ type: 'hello', first: false }), 1000 * GREETING.pause)
  }

  /** Asks for what has happened since the last save, and for all that will. */
  ask(): void {
    this.channel.post({ type: 'hello', first: true })
  }

  /** Asks the tab that trains to save the run and to let go of it. */
  takeOver(): void {
    this.channel.post({ type: 'take-over' })
  }

  close(): void {
    clearInterval(this.timer)
    this.channel.close()
  }
}
