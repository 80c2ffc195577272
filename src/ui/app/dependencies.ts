// Dependencies of the actions. The page creates one of each; a test creates its own.

import type { History } from '../../spec/numbers/history.ts'
import type { PageCache } from '../data/page-cache.ts'
import type { DrawingReactions, Drawings } from '../drawing/drawings.ts'
import type { Store } from './store.ts'
import type { TrainerClient } from './trainer-client.ts'
import type { Updates } from './updates.ts'

export interface Dependencies {
  readonly client: TrainerClient
  readonly store: Store
  /** The reports of the run, for the charts. */
  readonly history: History
  /** Pictures of the open set. */
  readonly images: PageCache
  /** What is drawn beside the trainer. */
  readonly drawings: Drawings & DrawingReactions
  /** Null where there is no service worker. */
  readonly updates: Updates | null
}
