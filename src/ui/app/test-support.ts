// Test support: a page without a Worker; the test sends the trainer's events.
import type { Command, TrainerEvent } from '../../protocol.ts'
import { DEFAULT_PREPARATION } from '../../spec/config.ts'
import type { FromDrawing, ToDrawing } from '../../spec/drawing.ts'
import type { DatasetSummary } from '../../spec/image-set.ts'
import { makeHistory } from '../../spec/numbers/history.ts'
import type { StepReport } from '../../spec/report.ts'
import { makePageCache } from '../data/page-cache.ts'
import type { DrawingClient } from '../drawing/drawing-client.ts'
import { makeDrawings } from '../drawing/drawings.ts'
import { createActions } from './actions.ts'
import { makeStore } from './store.ts'
import type { Updates } from './updates.ts'

export const pictures = { count: 0, size: 32, pixels: new Uint8ClampedArray(0) }

/** A drawing Worker that only notes what it is told; the test sends its messages. */
function fakeDrawing() {
  const sent: ToDrawing[] = []
  let listener: (message: FromDrawing) => void = () => {}
  const client: DrawingClient = {
    send: (message) => void sent.push(message),
    listen(next) {
      listener = next
      return () => undefined
    },
  }
  return { client, sent, tell: (message: FromDrawing) => listener(message) }
}

/** A booted page, the commands it sent, and `emit` for events of the trainer. @param last the run that was trained here last */
export function open(withExample = false, updates: Updates | null = null, last: string | null = null) {
  const sent: Command[] = []
  let listener: (event: TrainerEvent) => void = () => {}
  let restarts = 0
  const client = {
    send: (command: Command) => void sent.push(command),
    onEvent: (next: typeof listener) => {
      listener = next
    },
    restart: () => void restarts++,
  }
  const store = makeStore()
  store.setState(({ keep }) => ({ keep: { ...keep, last } }))
  const history = makeHistory()
  const images = makePageCache((id, from, count) => client.send({ type: 'show-images', id, from, count }))
  const drawing = fakeDrawing()
  const drawings = makeDrawings({ store, trainer: client, drawing: drawing.client })
  const actions = createActions({ client, store, history, images, drawings, updates }, { kind: 'builtin', name: 'shapes' })
  actions.boot(withExample)
  const emit = (event: TrainerEvent) => listener(event)
  const ready = () => {
    emit({ type: 'device', device: { backend: 'webgpu', name: 'Test', software: false, threads: 1, notice: null } })
    const { opening } = store.getState().data
    const summary = { label: 'Shapes', count: 9, findings: [], findingCounts: {}, warnings: [] } as unknown as DatasetSummary
    const preparation = opening?.preparation ?? DEFAULT_PREPARATION
    emit({ type: 'dataset', id: opening?.id ?? 0, summary, leftOut: [], preparation, warningsPending: false })
  }
  return {
    sent,
    types: () => sent.map(({ type }) => type),
    actions,
    images,
    drawings,
    drawing,
    store,
    history,
    emit,
    ready,
    restarts: () => restarts,
  }
}

export const report = (step: number) => ({ step, statistics: { lossD: 1 }, elapsedSeconds: 1, stepsPerSecond: 1 }) as unknown as StepReport
