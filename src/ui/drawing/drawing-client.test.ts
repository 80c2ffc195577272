// The page's end of the drawing Worker: made when it is needed, and once more where it is lost.
import { expect, test } from 'vitest'
import type { FromDrawing, ToDrawing } from '../../spec/drawing.ts'
import { type DrawingWorker, makeDrawingClient } from './drawing-client.ts'

function open() {
  const workers: { sent: ToDrawing[]; ended: boolean; worker: DrawingWorker }[] = []
  const heard: FromDrawing[] = []
  const client = makeDrawingClient(() => {
    const made = { sent: [] as ToDrawing[], ended: false }
    const worker = {
      onmessage: null,
      onerror: null,
      onmessageerror: null,
      postMessage: (message: ToDrawing) => void made.sent.push(message),
      terminate: () => {
        made.ended = true
      },
    } as DrawingWorker
    workers.push(Object.assign(made, { worker }))
    return worker
  })
  client.listen((message) => heard.push(message))
  const lose = (i: number) =>
    workers[i]?.worker.onerror?.call(workers[i].worker as Worker, { message: 'gone', preventDefault() {} } as ErrorEvent)
  return { client, workers, heard, lose }
}

const EXAMPLE: ToDrawing = { type: 'open-example', slot: 'example', base: '' }
const copy = { step: 1, description: '', numbers: new ArrayBuffer(4) }
const RUN: ToDrawing = { type: 'open', slot: 'run', copy }
const TRAINING: ToDrawing = { type: 'training', trains: true }
const SEARCH: ToDrawing = { type: 'find-directions', slot: 'run' }
const draw = (client: string, request: number): ToDrawing => ({
  type: 'draw',
  client,
  request,
  from: { slot: 'run' },
  points: [],
  eased: true,
})

test('the Worker is made with the first message', () => {
  const { client, workers } = open()
  expect(workers).toHaveLength(0)
  client.send(EXAMPLE)
  client.send(draw('wall', 1))
  expect(workers.map(({ sent }) => sent)).toEqual([[EXAMPLE, draw('wall', 1)]])
})

test('a Worker that is lost is made anew, with what was open and asked for last; lost once more it is given up, and its clients are told', () => {
  const { client, workers, heard, lose } = open()
  const others: ToDrawing[] = [
    TRAINING,
    { type: 'open', slot: 'old', copy },
    { type: 'find-directions', slot: 'old' },
    draw('wall', 1),
    SEARCH,
    draw('studio', 2),
    { type: 'close', slot: 'old' },
  ]
  for (const message of [EXAMPLE, RUN, ...others, draw('wall', 3), { type: 'stop', client: 'studio' } as const]) client.send(message)
  lose(0)
  expect(workers.map(({ ended }) => ended)).toEqual([true, false])
  expect(workers[1]?.sent).toEqual([EXAMPLE, RUN, draw('wall', 3), SEARCH, TRAINING])
  const opened: FromDrawing = { type: 'opened', slot: 'run', step: 1, size: 16, device: 'JavaScript' }
  const say = (i: number) => workers[i]?.worker.onmessage?.call(workers[i].worker as Worker, { data: opened } as MessageEvent)
  say(0) // of a Worker that is gone
  expect(heard).toEqual([])
  say(1)
  lose(1)
  expect(heard).toEqual([opened, { type: 'failed', client: 'wall', message: 'The Worker that draws has stopped: gone.' }])
  client.send(draw('studio', 4))
  expect(workers).toHaveLength(2)
  expect(heard.at(-1)).toEqual({ type: 'failed', client: 'studio', message: 'The Worker that draws has stopped: gone.' })
})
