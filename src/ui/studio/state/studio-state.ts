// The studio's own state: what a person has laid out and set, as seeds and numbers, so that entries of its history stay small. It is kept for each run
// (studio-store.ts), and every change of it can be undone.
import type { Blend, EditedBlend, PathMethod } from '../../../spec/blends.ts'
import type { TimedKey } from '../../../spec/paths.ts'
import type { DirectionSet, LatentPoint, LayerZone } from '../../../spec/picture-code.ts'
import { walkPoint } from '../../../spec/seed-walk.ts'

/** What the large picture comes from. */
export const PICTURE_TOOLS = ['pad', 'loop', 'path', 'morph'] as const
export type PictureTool = (typeof PICTURE_TOOLS)[number]

/** With the time machine, which shows the picture of one of them through training. */
export const STUDIO_TOOLS = [...PICTURE_TOOLS, 'time'] as const
export type StudioTool = (typeof STUDIO_TOOLS)[number]

export interface PadState {
  /** Top left, top right, bottom left, bottom right. */
  readonly corners: Corners
  /** Of each corner whether shuffling leaves it. */
  readonly locked: readonly [boolean, boolean, boolean, boolean]
  readonly x: number
  readonly y: number
}
export type Corners = readonly [LatentPoint, LatentPoint, LatentPoint, LatentPoint]

/** What plays without an end: a circle around a sample, or a walk from sample to sample (spec/seed-walk.ts). */
export const LOOP_WAYS = ['circle', 'walk'] as const

export interface LoopState {
  readonly way: (typeof LOOP_WAYS)[number]
  readonly circle: CircleState
  readonly walk: WalkState
}

/** Three numbers make an endless loop. */
export interface CircleState {
  readonly seed: number
  /** In quarter turns. */
  readonly radius: number
  readonly seconds: number
  /** Where on the circle, 0 to 1. */
  readonly at: number
}

export interface WalkState {
  /** Of the walk: it says which samples are its stops. */
  readonly seed: number
  /** From a stop to the next. */
  readonly seconds: number
  /** Counts stops, from 0 on. */
  readonly at: number
}

export interface PathKey extends TimedKey {
  /** Tells keys apart while they are moved. */
  readonly id: number
}

export interface PathState {
  readonly keys: readonly PathKey[]
  readonly method: PathMethod
  readonly closed: boolean
  /** Where on the path, in keys: see Blend. */
  readonly at: number
}

/** From one class to another, the latent fixed. */
export interface MorphState {
  readonly seed: number
  readonly from: number
  readonly to: number
  readonly at: number
}

export interface DirectionSetting {
  readonly set: DirectionSet
  readonly index: number
  readonly sigmas: number
  /** Null: of the latent itself. */
  readonly zone: LayerZone | null
}

/** A picture that a person wants to find again. */
export interface Star {
  readonly point: LatentPoint
  /** Null: not named. */
  readonly name: string | null
}

export interface StudioState {
  /** What draws: the file of a snapshot; null: the run as it is now. */
  readonly snapshot: string | null
  /** Later layers from another snapshot (null: from the run as it is now). */
  readonly mix: { readonly snapshot: string | null; readonly from: Exclude<LayerZone, 'early'> } | null
  readonly tool: StudioTool
  /** Whose picture the tool “time” shows: that of the tool before it. */
  readonly timeOf: PictureTool
  readonly pad: PadState
  readonly loop: LoopState
  readonly path: PathState
  readonly morph: MorphState
  readonly variety: number
  readonly directions: readonly DirectionSetting[]
  /** By `set` and index, such as pc3. */
  readonly directionNames: Readonly<Record<string, string>>
  readonly stars: readonly Star[]
}

/** One picture for the studio, and what draws it. */
export interface StudioTarget extends Pick<StudioState, 'snapshot' | 'mix'> {
  readonly point: LatentPoint
}

export const VARIETY = { min: 0, max: 1.5, default: 1 } as const

const corner = (seed: number): LatentPoint => ({ seed })

export const initialStudio: StudioState = {
  snapshot: null,
  mix: null,
  tool: 'pad',
  timeOf: 'pad',
  pad: { corners: [corner(1), corner(2), corner(3), corner(4)], locked: [false, false, false, false], x: 0.5, y: 0.5 },
  loop: { way: 'circle', circle: { seed: 1, radius: 0.5, seconds: 6, at: 0 }, walk: { seed: 1, seconds: 3, at: 0 } },
  path: { keys: [], method: 'spline', closed: true, at: 0 },
  morph: { seed: 1, from: 0, to: 1, at: 0.5 },
  variety: VARIETY.default,
  directions: [],
  directionNames: {},
  stars: [],
}

/** What the large picture is; null where there is nothing to draw yet. */
export function shownBlend({ tool, timeOf, pad, loop, path, morph, variety, directions }: StudioState): EditedBlend | null {
  const blend = blendOf(tool === 'time' ? timeOf : tool, { pad, loop, path, morph })
  return blend && { blend, ...shownEdits({ variety, directions }) }
}

/** What is changed of every picture. */
export function shownEdits({ variety, directions }: Pick<StudioState, 'variety' | 'directions'>): Omit<EditedBlend, 'blend'> {
  const edits = directions.flatMap(({ zone, ...edit }) => (edit.sigmas === 0 ? [] : { ...edit, ...(zone && { zone }) }))
  return { ...(variety !== VARIETY.default && { variety }), ...(edits.length > 0 && { directions: edits }) }
}

function blendOf(tool: PictureTool, { pad, loop, path, morph }: Pick<StudioState, 'pad' | 'loop' | 'path' | 'morph'>): Blend | null {
  switch (tool) {
    case 'pad':
      return padBlend(pad)
    case 'loop':
      return { kind: 'point', point: loopPoint(loop) }
    case 'path': {
      const keys = path.keys.map(({ point }) => point)
      if (keys.length === 0) return padBlend(pad) // the picture that can be its first
      return { kind: 'path', keys, method: path.method, closed: path.closed, at: path.at }
    }
    case 'morph': {
      const { seed, from, to, at } = morph
      return { kind: 'point', point: { seed, class: from, towards: { seed, class: to, at, method: 'slerp' } } }
    }
    default:
      return tool satisfies never
  }
}

function padBlend({ corners, x, y }: PadState): Blend {
  return { kind: 'pad', corners, x, y }
}

function loopPoint({ way, circle: { seed, radius, at }, walk }: LoopState): LatentPoint {
  return way === 'walk' ? walkPoint(walk.seed, walk.at) : { seed, loop: { radius, at } }
}
