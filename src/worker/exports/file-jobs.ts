// From what a person wants to what the export Worker is given: which state, which pictures in which order, which networks.

import { comparisonPoints } from '../../export/comparison.ts'
import { ExportError } from '../../export/errors.ts'
import { type Checkpoint, readCheckpoint, stripCheckpoint } from '../../gan/checkpoint.ts'
import { classOfSeed } from '../../gan/class-draws.ts'
import type { CancelSignal } from '../../spec/cancel.ts'
import type { ExportRequest } from '../../spec/exports.ts'
import { checkFilm, planFilm } from '../../spec/films.ts'
import { type LatentPoint, runCode } from '../../spec/picture-code.ts'
import type { PictureFacts } from '../../spec/picture-facts.ts'
import type { AboutRun, FileJob } from './encode-file.ts'
import type { ExportedRun } from './exported-run.ts'
import { drawSnapshots, drawWay, shownSnapshots } from './film-frames.ts'
import type { PictureGroups } from './picture-groups.ts'
import { RestoredNetworks } from './restored-networks.ts'

/** What a file is made from. */
export interface ExportedState {
  readonly run: ExportedRun
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly checkpoint: Checkpoint
}

/** @param file of a snapshot; null: as the run is now. @throws CheckpointError, and what the run throws */
export async function openState(run: ExportedRun, file: string | null): Promise<ExportedState> {
  const bytes = await run.state(file)
  return { run, bytes, checkpoint: readCheckpoint(bytes) }
}

/** How much of the work it is to draw the pictures, 0 to 1, and how many there are. */
interface Drawing {
  readonly pictures: number
  readonly share: number
}

/** Jobs of films, and of networks, tell their progress themselves. */
const NO_DRAWING: Drawing = { pictures: 0, share: 0 }

type Write<T> = (job: FileJob, groups: PictureGroups, drawing: Drawing) => Promise<T>
type RequestOf<K extends ExportRequest['kind']> = Extract<ExportRequest, { kind: K }>

/** Has what the file needs on the device while it is written. @throws CancelledError, and what `write` throws */
export async function withFileJob<T>(request: ExportRequest, state: ExportedState, signal: CancelSignal, write: Write<T>): Promise<T> {
  switch (request.kind) {
    case 'safetensors':
      return write({ kind: 'safetensors', bytes: withContent(state, request.content) }, NO_PICTURES, NO_DRAWING)
    case 'pytorch':
      return pytorch(state, write)
    case 'onnx':
      return onnx(request, state, write)
    case 'html':
      return html(request, state, write)
    case 'pictures':
    case 'sheet':
      return withPictures(request.points, state, signal, (facts, groups) => {
        const drawing = { pictures: request.points.length, share: DRAWN[request.kind] }
        return write({ ...request, facts }, groups, drawing)
      })
    case 'film':
      return film(request, state, signal, write)
    default:
      return request satisfies never
  }
}

/** The rest is packing. */
const DRAWN = { pictures: 0.6, sheet: 1 }

/** The pictures of these points, with what files say of them. */
async function withPictures<T>(
  wanted: readonly LatentPoint[],
  state: ExportedState,
  signal: CancelSignal,
  task: (facts: PictureFacts, groups: PictureGroups) => Promise<T>,
): Promise<T> {
  const { checkpoint, run } = state
  const record = await run.record()
  const { step, classes, data } = checkpoint
  const points = withClasses(wanted, checkpoint)
  const about = { id: record?.id ?? checkpoint.run ?? null, name: record?.name ?? data }
  const facts = { run: about, step, points, classNames: classes?.names ?? [] }
  return withNetworks(state, (networks) => task(facts, networks.draw(points, signal)))
}

/** Those that are drawn by frequency, with the class that this gives them. */
function withClasses(points: readonly LatentPoint[], { classCount, classes }: Checkpoint): readonly LatentPoint[] {
  if (classCount === 0 || !classes) return points
  return points.map((point) => ({ ...point, class: point.class ?? classOfSeed(point.seed, classes.counts) }))
}

async function aboutRun({ run, checkpoint }: ExportedState): Promise<AboutRun> {
  const record = await run.record()
  const { data } = checkpoint
  return { name: record?.name ?? data, images: record?.images.label ?? data, run: runCode(record?.id ?? checkpoint.run ?? null) }
}

async function onnx<T>({ network, layout }: RequestOf<'onnx'>, state: ExportedState, write: Write<T>): Promise<T> {
  const { run } = await aboutRun(state)
  const { step, classes } = state.checkpoint
  return withNetworks(state, async (networks) => {
    if (network === 'generator')
      return write({ kind: 'generator-onnx', generator: await networks.generator(), layout, run }, NO_PICTURES, NO_DRAWING)
    const origin = { run, step, classes: classes && { names: classes.names, counts: classes.counts } }
    return write({ kind: 'features-onnx', discriminator: await networks.discriminator(), layout, origin }, NO_PICTURES, NO_DRAWING)
  })
}

async function pytorch<T>(state: ExportedState, write: Write<T>): Promise<T> {
  const about = await aboutRun(state)
  return withNetworks(state, async (networks) => {
    return write({ kind: 'pytorch', bytes: state.bytes, about, generator: await networks.generator() }, NO_PICTURES, NO_DRAWING)
  })
}

/** With pictures of the run, beside which those of the file are put. */
async function html<T>({ precision }: RequestOf<'html'>, state: ExportedState, write: Write<T>): Promise<T> {
  const about = await aboutRun(state)
  return withNetworks(state, async (networks) => {
    const generator = await networks.generator()
    const points = comparisonPoints(generator.classes.counts.length)
    return write({ kind: 'html', generator, about, precision, points }, networks.draw(points), NO_DRAWING)
  })
}

async function film<T>({ film, settings }: RequestOf<'film'>, state: ExportedState, signal: CancelSignal, write: Write<T>): Promise<T> {
  const { run, checkpoint } = state
  const plan = planFilm(film, settings, checkpoint.config.size)
  const problem = checkFilm(film, plan)
  if (problem !== null) throw new ExportError(problem)
  if (film.kind !== 'snapshots') {
    return withNetworks(state, (networks) => {
      return write({ kind: 'film', plan, shown: null }, drawWay(networks, film, plan.frames, signal), NO_DRAWING)
    })
  }
  const shown = await shownSnapshots(run, film, plan.frames)
  const job = { kind: 'film', plan, shown: shown.map(({ frames }) => frames) } as const
  return write(job, drawSnapshots(run, film, shown), NO_DRAWING)
}

function withNetworks<T>({ checkpoint, run }: ExportedState, task: (networks: RestoredNetworks) => Promise<T>): Promise<T> {
  return RestoredNetworks.during(checkpoint, run.onDevice, task)
}

function withContent({ bytes, checkpoint }: ExportedState, content: 'state' | 'networks'): Uint8Array<ArrayBuffer> {
  return content === 'networks' && checkpoint.content === 'state' ? stripCheckpoint(bytes, content) : bytes
}

/** Files of networks have none. */
const NO_PICTURES: PictureGroups = { async *[Symbol.asyncIterator]() {} }
