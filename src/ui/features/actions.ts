// Asking what features tell of the open images.
import type { FeatureAnalysis, FeatureSource } from '../../spec/feature-analyses.ts'
import type { Dependencies } from '../app/dependencies.ts'

export interface StudyActions {
  /** A newer study takes the place of one under way. */
  study(study: FeatureAnalysis): void
  cancelStudy(): void
  /** Look through the eyes of another network or layer from now on. */
  chooseSource(source: FeatureSource): void
}

export function createStudyActions({ client, store }: Pick<Dependencies, 'client' | 'store'>): StudyActions {
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
