// A drawing of the drawing Worker in a component.
import { useCallback, useEffect, useSyncExternalStore } from 'react'
import type { EditedBlend } from '../../spec/blends.ts'
import { useDrawings } from '../app/page-context.ts'
import { prefersStillness } from '../shared/motion.ts'
import type { Drawing, DrawingView, DrawnWith } from './drawings.ts'

/**
 * Pictures of these points, and of others as soon as these change, until the component is gone. They move there, unless the person prefers reduced
 * motion or `eased` is false.
 * @param client names the drawing: another component must have another one
 * @param points what is equal counts as unchanged; null: nothing is to be drawn
 */
export function useDrawing(
  client: string,
  drawnWith: DrawnWith,
  points: readonly EditedBlend[] | null,
  { eased = true }: { readonly eased?: boolean } = {},
): DrawingView {
  const drawings = useDrawings()
  const wanted = JSON.stringify(points && { with: drawnWith, points, eased })
  useEffect(() => {
    const drawing: Drawing | null = JSON.parse(wanted)
    if (drawing) drawings.draw(client, { ...drawing, eased: drawing.eased && !prefersStillness() })
    else drawings.stop(client)
  }, [drawings, client, wanted])
  useEffect(() => () => drawings.stop(client), [drawings, client])
  const subscribe = useCallback((listener: () => void) => drawings.subscribe(client, listener), [drawings, client])
  return useSyncExternalStore(subscribe, () => drawings.view(client))
}
