// Hooks about the labelling: the session, its counts, what is asked about and suggested. Each is worked out anew only when what it needs changes.
import { useMemo } from 'react'
import { useStore } from '../app/store.ts'
import { useLeftOut } from '../data/use-images.ts'
import type { Groups } from './groups.ts'
import { groupsIn, questionsIn, stripsIn } from './in-view.ts'
import { beginSession, countLabels, type LabelCounts, noLabels, type Session } from './session.ts'
import type { Strips } from './strips.ts'

const NO_SESSION = beginSession(noLabels(0))

export function useSession(): Session {
  return useStore(({ labels }) => labels.session ?? NO_SESSION)
}

export function useCounts(): LabelCounts {
  const { labels } = useSession()
  const leftOut = useLeftOut()
  return useMemo(() => countLabels(labels, leftOut), [labels, leftOut])
}

export function useGroups(): Groups | null {
  const labels = useStore((state) => state.labels)
  const analyses = useStore((state) => state.analyses)
  return useMemo(() => groupsIn({ labels, analyses }), [labels, analyses])
}

export function useStrips(): Strips {
  const labels = useStore((state) => state.labels)
  const analyses = useStore((state) => state.analyses)
  return useMemo(() => stripsIn({ labels, analyses }), [labels, analyses])
}

export function useQuestions(): readonly number[] {
  const labels = useStore((state) => state.labels)
  const analyses = useStore((state) => state.analyses)
  const data = useStore((state) => state.data)
  return useMemo(() => questionsIn({ labels, analyses, data }), [labels, analyses, data])
}
