// The feature networks that ship with the project. A new one is a file beside this one, after the pattern of mobilenet-v2.ts, a line
// here, and two files in public/features with their credits.
import { mobilenetV2 } from './mobilenet-v2.ts'
import type { NetworkSpec } from './network.ts'

export const NETWORKS: Readonly<Record<string, NetworkSpec>> = { [mobilenetV2.id]: mobilenetV2 }

/** What scores are computed with unless another is asked for. */
export const DEFAULT_NETWORK = mobilenetV2.id
