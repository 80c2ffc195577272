// Hooks about the labelling: the session, its counts, what is asked about and suggested.
import { useStore } from '../app/store.ts'
import { useLeftOut } from '../data/use-images.ts'
import { memoizeLast } from '../shared/memoize-last.ts'
import type { Groups } from './groups.ts'
import { groupsIn, questionsIn, stripsIn } from './in-view.ts'
import { beginSession, countLabels, type LabelCounts, noLabels, type Session } from './session.ts'
import type { Strips } from './strips.ts'

const NO_SESSION = beginSession(noLabels(0))

/** Several parts of the view show the same counts. */
const counted = memoizeLast(countLabels)

export function useSession(): Session {
  return useStore(({ labels }) => labels.session ?? NO_SESSION)
}

export function useCounts(): LabelCounts {
  return counted(useSession().labels, useLeftOut())
}

export function useGroups(): Groups | null {
  return useStore(groupsIn)
}

export function useStrips(): Strips {
  return useStore(stripsIn)
}

export function useQuestions(): readonly number[] {
  return useStore(questionsIn)
}
