// The state of the studio as a text, and back. What is read may be old, of another version or hostile: each part that is not as it should be is left
// out, and stays as it is at first.
import { PATH_METHODS } from '../../../spec/blends.ts'
import { EASINGS } from '../../../spec/paths.ts'
import { DIRECTION_SETS, LAYER_ZONES, type LatentPoint, UNKNOWN_RUN, writePictureCode } from '../../../spec/picture-code.ts'
import { MAX_SEED, readPictureCode } from '../../../spec/read-picture-code.ts'
import { MAX_STAR_NAME } from './studio-edits.ts'
import {
  type CircleState,
  type DirectionSetting,
  initialStudio,
  LOOP_WAYS,
  type LoopState,
  type MorphState,
  type PadState,
  type PathKey,
  type PathState,
  PICTURE_TOOLS,
  STUDIO_TOOLS,
  type Star,
  type StudioState,
  VARIETY,
  type WalkState,
} from './studio-state.ts'

const VERSION = 1
/** Of keys, stars and directions: more were not made by hand. */
const MAX_ITEMS = 500
const MAX_NAME = 80
const MAX_CLASS = 999
const MAX_SECONDS = 3600
const MAX_SIGMAS = 10
const MAX_DIRECTION = 4096

export function writeStudio({ pad, path, stars, ...rest }: StudioState): string {
  return JSON.stringify({
    version: VERSION,
    ...rest,
    pad: { ...pad, corners: pad.corners.map(textOf) },
    path: { ...path, keys: path.keys.map((key) => ({ ...key, point: textOf(key.point) })) },
    stars: stars.map((star) => ({ ...star, point: textOf(star.point) })),
  })
}

/** Points are kept as the codes of their pictures, which are read with care anyway. */
const textOf = (point: LatentPoint) => writePictureCode({ run: UNKNOWN_RUN, step: 0, point })

/** Null: it is of another version, or no state at all. */
export function readStudio(text: string): StudioState | null {
  const raw = parse(text)
  if (raw === null || raw.version !== VERSION) return null
  const initial = initialStudio
  return {
    snapshot: textUpTo(raw.snapshot, MAX_NAME) ?? null,
    mix: readMix(raw.mix),
    tool: oneOf(STUDIO_TOOLS, raw.tool) ?? initial.tool,
    timeOf: oneOf(PICTURE_TOOLS, raw.timeOf) ?? initial.timeOf,
    pad: readPad(raw.pad) ?? initial.pad,
    loop: readLoop(raw.loop) ?? initial.loop,
    path: readPath(raw.path) ?? initial.path,
    morph: readMorph(raw.morph) ?? initial.morph,
    variety: within(raw.variety, VARIETY.min, VARIETY.max) ?? initial.variety,
    directions: listOf(raw.directions, readDirection) ?? initial.directions,
    directionNames: readNames(raw.directionNames),
    stars: listOf(raw.stars, readStar) ?? initial.stars,
  }
}

type Raw = Readonly<Record<string, unknown>>

function parse(text: string): Raw | null {
  try {
    const value: unknown = JSON.parse(text)
    return isRaw(value) ? value : null
  } catch {
    return null
  }
}

function readMix(raw: unknown): StudioState['mix'] {
  if (!isRaw(raw)) return null
  const from = oneOf(['middle', 'late'] as const, raw.from)
  return from === undefined ? null : { snapshot: textUpTo(raw.snapshot, MAX_NAME) ?? null, from }
}

function readPad(raw: unknown): PadState | undefined {
  if (!isRaw(raw)) return undefined
  const [a, b, c, d] = listOf(raw.corners, readPoint) ?? []
  const [lockA, lockB, lockC, lockD] = listOf(raw.locked, readBoolean) ?? []
  const [x, y] = [within(raw.x, 0, 1), within(raw.y, 0, 1)]
  if (!(a && b && c && d) || x === undefined || y === undefined) return undefined
  return { corners: [a, b, c, d], locked: [lockA === true, lockB === true, lockC === true, lockD === true], x, y }
}

function readLoop(raw: unknown): LoopState | undefined {
  if (!isRaw(raw)) return undefined
  const loop = { way: oneOf(LOOP_WAYS, raw.way), circle: readCircle(raw.circle), walk: readWalk(raw.walk) }
  return isComplete(loop) ? loop : undefined
}

function readCircle(raw: unknown): CircleState | undefined {
  if (!isRaw(raw)) return undefined
  const circle = {
    seed: whole(raw.seed, MAX_SEED),
    radius: within(raw.radius, 0, 2),
    seconds: within(raw.seconds, 0, MAX_SECONDS),
    at: within(raw.at, 0, 1),
  }
  return isComplete(circle) ? circle : undefined
}

function readWalk(raw: unknown): WalkState | undefined {
  if (!isRaw(raw)) return undefined
  const walk = {
    seed: whole(raw.seed, MAX_SEED),
    seconds: within(raw.seconds, 0, MAX_SECONDS),
    at: within(raw.at, 0, Number.MAX_SAFE_INTEGER),
  }
  return isComplete(walk) ? walk : undefined
}

function readPath(raw: unknown): PathState | undefined {
  if (!isRaw(raw)) return undefined
  const keys = listOf(raw.keys, readKey)
  const method = oneOf(PATH_METHODS, raw.method)
  if (keys === undefined || method === undefined) return undefined
  const numbered = keys.map((key, id) => ({ ...key, id })) // two keys of one id could not be told apart
  return { keys: numbered, method, closed: raw.closed === true, at: within(raw.at, 0, keys.length) ?? 0 }
}

function readKey(raw: unknown): Omit<PathKey, 'id'> | undefined {
  if (!isRaw(raw)) return undefined
  const key = { point: readPoint(raw.point), seconds: within(raw.seconds, 0, MAX_SECONDS), easing: oneOf(EASINGS, raw.easing) }
  return isComplete(key) ? key : undefined
}

function readMorph(raw: unknown): MorphState | undefined {
  if (!isRaw(raw)) return undefined
  const morph = {
    seed: whole(raw.seed, MAX_SEED),
    from: whole(raw.from, MAX_CLASS),
    to: whole(raw.to, MAX_CLASS),
    at: within(raw.at, 0, 1),
  }
  return isComplete(morph) ? morph : undefined
}

function readDirection(raw: unknown): DirectionSetting | undefined {
  if (!isRaw(raw)) return undefined
  const direction = {
    set: oneOf(DIRECTION_SETS, raw.set),
    index: whole(raw.index, MAX_DIRECTION),
    sigmas: within(raw.sigmas, -MAX_SIGMAS, MAX_SIGMAS),
    zone: raw.zone === null ? null : oneOf(LAYER_ZONES, raw.zone),
  }
  return isComplete(direction) ? direction : undefined
}

function readNames(raw: unknown): StudioState['directionNames'] {
  if (!isRaw(raw)) return {}
  const names = Object.entries(raw).slice(0, MAX_ITEMS)
  return Object.fromEntries(
    names.flatMap(([key, name]) => (/^(pc|cf)\d{1,4}$/.test(key) && textUpTo(name, MAX_NAME) ? [[key, String(name)]] : [])),
  )
}

function readStar(raw: unknown): Star | undefined {
  if (!isRaw(raw)) return undefined
  const point = readPoint(raw.point)
  return point && { point, name: textUpTo(raw.name, MAX_STAR_NAME) ?? null }
}

function readPoint(raw: unknown): LatentPoint | undefined {
  if (typeof raw !== 'string') return undefined
  const read = readPictureCode(raw)
  return 'code' in read ? read.code.point : undefined
}

const isRaw = (value: unknown): value is Raw => typeof value === 'object' && value !== null && !Array.isArray(value)
const readBoolean = (raw: unknown) => (typeof raw === 'boolean' ? raw : undefined)

/** Items that cannot be read are left out. */
function listOf<T>(raw: unknown, read: (item: unknown) => T | undefined): readonly T[] | undefined {
  if (!Array.isArray(raw)) return undefined
  const items: readonly unknown[] = raw
  return items.slice(0, MAX_ITEMS).flatMap((item) => read(item) ?? [])
}

function within(raw: unknown, min: number, max: number): number | undefined {
  return typeof raw === 'number' && raw >= min && raw <= max ? raw : undefined
}

function whole(raw: unknown, max: number): number | undefined {
  return Number.isInteger(raw) ? within(raw, 0, max) : undefined
}

function textUpTo(raw: unknown, length: number): string | undefined {
  return typeof raw === 'string' && raw.length <= length ? raw : undefined
}

function oneOf<T extends string>(options: readonly T[], raw: unknown): T | undefined {
  return options.find((option) => option === raw)
}

type Complete<T> = { readonly [K in keyof T]: Exclude<T[K], undefined> }

function isComplete<T extends object>(parts: T): parts is T & Complete<T> {
  return Object.values(parts).every((part) => part !== undefined)
}
