// What the actions work with; the page makes one of each, a test its own.
import type { PageCache } from '../data/page-cache.ts'
import type { History } from '../train/history.ts'
import type { Store } from './store.ts'
import type { TrainerClient } from './trainer-client.ts'

export interface Dependencies {
  readonly client: TrainerClient
  readonly store: Store
  /** Every number that the run reported. */
  readonly history: History
  /** Pictures of the open set. */
  readonly images: PageCache
}
