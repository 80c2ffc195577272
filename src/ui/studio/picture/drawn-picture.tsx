// The large picture of the studio as it is drawn now, for all parts that show it or say something of it.
import { createContext, type ReactNode, useContext, useEffect, useMemo } from 'react'
import { useShallow } from 'zustand/react/shallow'
import type { EditedBlend } from '../../../spec/blends.ts'
import type { LatentPoint } from '../../../spec/picture-code.ts'
import { hasNetworks, type SnapshotInfo } from '../../../spec/runs.ts'
import { useDrawings } from '../../app/page-context.ts'
import { useStore } from '../../app/store.ts'
import type { DrawingView, DrawnWith } from '../../drawing/drawings.ts'
import { useDrawing } from '../../drawing/use-drawing.ts'
import { drawnClasses } from '../../train/class-names.ts'
import { drawnMorph } from '../morph/drawn-morph.ts'
import { usePlaying } from '../play/player.ts'
import { type StudioState, type StudioTool, shownBlend } from '../state/studio-state.ts'
import { useStudio } from '../state/studio-store.ts'
import { makeThumbnails } from './thumbnails.ts'
import { EditsContext, ThumbnailsContext, useSettledEdits } from './use-thumbnails.ts'

export interface DrawnPicture extends DrawingView {
  readonly with: DrawnWith
  /** What is drawn; null before. Only once it has arrived, it is the picture of exactly this point. */
  readonly point: LatentPoint | null
}

const CLIENT = 'studio'

/** @param instead what is drawn in the place of what the tool says: a walk in play mode */
function useStudioDrawing(instead: EditedBlend | null): DrawnPicture {
  const snapshots = useStore(({ timeline }) => timeline.snapshots)
  const drawn = useStore(drawnClasses)
  const source = useStudio(useShallow(({ snapshot, mix }) => ({ snapshot, mix })))
  const state = useStudio((each) => each)
  const drawnWith = useMemo(() => drawnWithOf(source, snapshots), [source, snapshots])
  const wanted = instead ?? shownBlend(withDrawnClasses(state, drawn))
  const view = useDrawing(CLIENT, drawnWith, wanted && [wanted], { eased: !usePlaying() })
  return { ...view, with: drawnWith, point: view.points[0] ?? null }
}

function withDrawnClasses(state: StudioState, drawn: readonly number[]): StudioState {
  if (drawn.length > 1) return { ...state, morph: drawnMorph(state.morph, drawn) }
  return { ...state, tool: without(state.tool), timeOf: without(state.timeOf) }
}

const without = <Tool extends StudioTool>(tool: Tool) => (tool === 'morph' ? 'pad' : tool)

/** What is no longer kept gives way to the run as it is now. */
function drawnWithOf({ snapshot, mix }: Pick<StudioState, 'snapshot' | 'mix'>, kept: readonly SnapshotInfo[]): DrawnWith {
  const choice = (file: string | null) => ({ snapshot: kept.some((each) => each.file === file && hasNetworks(each)) ? file : null })
  return { generator: choice(snapshot), ...(mix && { mix: { generator: choice(mix.snapshot), from: mix.from } }) }
}

const DrawnPictureContext = createContext<DrawnPicture | null>(null)

/** Draws for what is inside: only what reads the picture renders anew with each one. */
export function DrawnPictureProvider({ instead, children }: { instead: EditedBlend | null; children: ReactNode }) {
  const picture = useStudioDrawing(instead)
  const drawings = useDrawings()
  const thumbnails = useMemo(() => makeThumbnails(drawings), [drawings])
  const { with: drawnWith, step, arrived } = picture
  useEffect(() => thumbnails.start(), [thumbnails])
  useEffect(() => thumbnails.drawWith(drawnWith, step), [thumbnails, drawnWith, step])
  useEffect(() => thumbnails.hold(!arrived), [thumbnails, arrived])
  return (
    <DrawnPictureContext value={picture}>
      <ThumbnailsContext value={thumbnails}>
        <EditsContext value={useSettledEdits()}>{children}</EditsContext>
      </ThumbnailsContext>
    </DrawnPictureContext>
  )
}

export function useDrawnPicture(): DrawnPicture {
  const picture = useContext(DrawnPictureContext)
  if (picture === null) throw new Error('a part of the studio is shown outside of it')
  return picture
}
