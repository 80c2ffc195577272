// Commands of the search for the picture that is nearest to a photo.
import type { ListedFile } from '../../../protocol.ts'
import type { Dependencies } from '../../app/dependencies.ts'
import { beginSearch } from './find-slice.ts'

export interface FindActions {
  /** Searches in the pictures of a snapshot; null: of the run as it is now. In this class; null: in all. A search under way is given up. */
  findLatent(photo: ListedFile, snapshot: string | null, index: number | null): void
  cancelFind(): void
  /** What was dropped is no photo, for this reason. */
  refusePhoto(sentence: string): void
}

export function createFindActions({ client, store }: Pick<Dependencies, 'client' | 'store'>): FindActions {
  return {
    findLatent(photo, snapshot, index) {
      const { find, run } = store.getState()
      const begun = beginSearch(find, photo.path)
      store.setState({ find: begun })
      const source = { run: run.number, snapshot }
      client.send({ type: 'find-latent', id: begun.lastId, source, photo, ...(index !== null && { class: index }) })
    },
    cancelFind() {
      const { find } = store.getState()
      if (find.underWay === null) return
      store.setState({ find: { ...find, underWay: { ...find.underWay, cancelling: true } } })
      client.send({ type: 'cancel-find', id: find.underWay.id })
    },
    refusePhoto(sentence) {
      store.setState(({ find }) => ({ find: { ...find, problem: sentence }, announcement: { sentence } }))
    },
  }
}
