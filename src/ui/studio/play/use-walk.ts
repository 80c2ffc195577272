// The walk of play mode, frame by frame: through samples that nobody has chosen. It leaves the state of the studio as it is.
import { useEffect, useState } from 'react'
import type { EditedBlend } from '../../../spec/blends.ts'
import { walkPoint } from '../../../spec/seed-walk.ts'
import { prefersStillness } from '../../shared/motion.ts'
import { randomSeed } from '../controls/random-sample.ts'
import { shownEdits } from '../state/studio-state.ts'
import { studioStore } from '../state/studio-store.ts'

/** From a sample to the next. */
const LEG_MS = 4000

/** What the walk shows now; null while there is none. Where the person prefers stillness, it goes from sample to sample without what is between. */
export function useWalk(walking: boolean): EditedBlend | null {
  const [blend, setBlend] = useState<EditedBlend | null>(null)
  useEffect(() => {
    if (!walking) return
    const [still, seed, began] = [prefersStillness(), randomSeed(), performance.now()]
    let frame = requestAnimationFrame(function go(now) {
      const at = Math.max(0, now - began) / LEG_MS
      const edits = shownEdits(studioStore.getState())
      setBlend({ ...edits, blend: { kind: 'point', point: walkPoint(seed, still ? Math.floor(at) : at) } })
      frame = requestAnimationFrame(go)
    })
    return () => {
      cancelAnimationFrame(frame)
      setBlend(null)
    }
  }, [walking])
  return blend
}
