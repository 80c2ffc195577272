// Edits of the path of key pictures. Each gives another path, with its place on it still there; where a key is added, that is the place.
import { PATH_LIMITS, pathSeconds, stretched, type TimedKey } from '../../../spec/paths.ts'
import type { LatentPoint } from '../../../spec/picture-code.ts'
import type { PathKey, PathState } from '../state/studio-state.ts'

const { keys: LIMIT, seconds: SECONDS } = PATH_LIMITS

/** At the end of the path, as many as it still takes; the place is at the first of them. */
export function addKeys(path: PathState, points: readonly LatentPoint[]): PathState {
  const first = nextId(path)
  const added = points.slice(0, LIMIT.max - path.keys.length).map((point, i): PathKey => {
    return { id: first + i, point, seconds: SECONDS.default, easing: 'even' }
  })
  return added.length === 0 ? path : { ...path, keys: [...path.keys, ...added], at: path.keys.length }
}

/** Once more, behind itself. */
export function duplicateKey(path: PathState, id: number): PathState {
  const place = placeOf(path, id)
  const key = path.keys[place]
  if (!key || path.keys.length >= LIMIT.max) return path
  return { ...path, keys: path.keys.toSpliced(place + 1, 0, { ...key, id: nextId(path) }), at: place + 1 }
}

export function removeKey(path: PathState, id: number): PathState {
  return onPath({ ...path, keys: path.keys.filter((key) => key.id !== id) })
}

/** @param to its index among the others; before the first and after the last it stays there */
export function moveKey(path: PathState, id: number, to: number): PathState {
  const from = placeOf(path, id)
  const key = path.keys[from]
  const place = Math.min(path.keys.length - 1, Math.max(0, to))
  if (!key || place === from) return path
  return { ...path, keys: path.keys.toSpliced(from, 1).toSpliced(place, 0, key), at: path.at === from ? place : path.at }
}

export function changeKey(path: PathState, id: number, changes: Partial<Pick<TimedKey, 'seconds' | 'easing'>>): PathState {
  return { ...path, keys: path.keys.map((key) => (key.id === id ? { ...key, ...changes } : key)) }
}

/** All of it takes as long as this, or as near to it as its ways can come. */
export function withTotal(path: PathState, seconds: number): PathState {
  const now = pathSeconds(path)
  return now === 0 ? path : { ...path, keys: stretched(path.keys, seconds / now) }
}

export function withClosed(path: PathState, closed: boolean): PathState {
  return onPath({ ...path, closed })
}

export function placeOf({ keys }: Pick<PathState, 'keys'>, id: number): number {
  return keys.findIndex((key) => key.id === id)
}

function nextId({ keys }: PathState): number {
  return Math.max(0, ...keys.map(({ id }) => id)) + 1
}

/** Its place is at its last key where it was behind it. On the way back to the first key of a closed path it stays. */
function onPath(path: PathState): PathState {
  const last = Math.max(0, path.keys.length - 1)
  const isBehind = path.closed && path.keys.length > 1 ? path.at >= last + 1 : path.at > last
  return isBehind ? { ...path, at: last } : path
}
