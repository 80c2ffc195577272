// What plays by itself in the studio, some seconds later.
import { pathEnd, positionAt, secondsAt } from '../../../spec/paths.ts'
import type { LoopState, PathState, StudioState } from '../state/studio-state.ts'

type Played = Pick<StudioState, 'tool' | 'loop' | 'path' | 'morph'>

/** From one class to the other. */
export const MORPH_SECONDS = 4

/** Null: nothing goes on, since the tool does not play, or a morph or an open path is at its end. */
export function advanced({ tool, loop, path, morph }: Played, seconds: number): Partial<StudioState> | null {
  if (tool === 'loop') return { loop: advancedLoop(loop, seconds) }
  if (tool === 'morph') return morph.at < 1 ? { morph: { ...morph, at: Math.min(1, morph.at + seconds / MORPH_SECONDS) } } : null
  if (tool !== 'path' || pathEnd(path) === 0 || isAtEnd(path)) return null
  return { path: { ...path, at: positionAt(path, secondsAt(path, path.at) + seconds) } }
}

function advancedLoop(loop: LoopState, seconds: number): LoopState {
  const { way, circle, walk } = loop
  if (way === 'walk') return { ...loop, walk: { ...walk, at: walk.at + seconds / walk.seconds } }
  return { ...loop, circle: { ...circle, at: (circle.at + seconds / circle.seconds) % 1 } }
}

/** Where playing begins: a morph or an open path that was played to its end begins again. */
export function rewound({ tool, path, morph }: Pick<StudioState, 'tool' | 'path' | 'morph'>): Partial<StudioState> {
  if (tool === 'morph' && morph.at >= 1) return { morph: { ...morph, at: 0 } }
  return tool === 'path' && isAtEnd(path) ? { path: { ...path, at: 0 } } : {}
}

function isAtEnd(path: PathState): boolean {
  return !path.closed && path.at >= pathEnd(path)
}
