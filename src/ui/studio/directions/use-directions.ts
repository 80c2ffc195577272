// Directions of the generator that draws the studio: found while somebody looks at them, and again for each state of a run that goes on.
import { useEffect, useMemo, useSyncExternalStore } from 'react'
import { useDrawings } from '../../app/page-context.ts'
import { useStore } from '../../app/store.ts'
import type { FoundDirections } from '../../drawing/drawings.ts'
import type { GeneratorChoice } from '../../drawing/generator-slots.ts'

/** Null before the search has begun. */
export function useDirections(choice: GeneratorChoice): FoundDirections | null {
  const drawings = useDrawings()
  const key = useStore(({ run }) => JSON.stringify({ choice, run: run.number })) // of another run it is another generator
  const same = useMemo((): GeneratorChoice => JSON.parse(key).choice, [key])
  useEffect(() => drawings.findDirections(same), [drawings, same])
  return useSyncExternalStore(drawings.subscribeToDirections, () => drawings.directions(same))
}
