// Actions of the feature analyses.
import type { FeatureAnalysis, FeatureSource } from '../../spec/feature-analyses.ts'
import type { SessionParts } from '../app/session.ts'

export interface StudyActions {
  /** Replaces an analysis that is still running. */
  study(study: FeatureAnalysis): void
  cancelStudy(): void
  /** Uses the features of another network or layer from now on. */
  chooseSource(source: FeatureSource): void
}

export function makeStudyActions({ client, store }: Pick<SessionParts, 'client' | 'store'>): StudyActions {
  return {
    study(study) {
      const { studies } = store.getState()
      const id = studies.lastId + 1
      store.setState({ studies: { ...studies, lastId: id, underWay: { id, study, share: 0, words: '', left: null }, problem: null } })
      client.send({ type: 'analyse', id, analysis: study })
    },
    cancelStudy() {
      const { underWay } = store.getState().studies
      if (underWay) client.send({ type: 'cancel-analysis', id: underWay.id })
    },
    chooseSource(source) {
      store.setState(({ studies }) => ({ studies: { ...studies, source } }))
    },
  }
}
