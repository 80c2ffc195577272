// Directions of the generator that draws the studio: found while somebody looks at them, and again for each state of a run that goes on.
import { useEffect, useMemo, useSyncExternalStore } from 'react'
import { useDrawings } from '../../app/page-context.ts'
import { useStore } from '../../app/store.ts'
import type { FoundDirections } from '../../drawing/drawings.ts'
import type { GeneratorChoice } from '../../drawing/generator-slots.ts'

interface DirectionsInUse {
  /** Null before the search has begun. */
  readonly found: FoundDirections | null
  find(): void
  cancel(): void
}

export function useDirections(choice: GeneratorChoice): DirectionsInUse {
  const drawings = useDrawings()
  const key = useStore(({ run }) => JSON.stringify({ choice, run: run.number })) // of another run it is another generator
  const same = useMemo((): GeneratorChoice => JSON.parse(key).choice, [key])
  useEffect(() => drawings.findDirections(same), [drawings, same])
  const found = useSyncExternalStore(drawings.subscribeToDirections, () => drawings.directions(same))
  return { found, find: () => drawings.findDirections(same), cancel: () => drawings.cancelDirections(same) }
}
