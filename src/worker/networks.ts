// The feature networks in the Worker: the one that ships with the page, fetched at its first use, and for scores one of the person's own.
import type { FeatureNetwork } from '../eval/features/networks/network.ts'
import { openOwnNetwork } from '../eval/features/networks/own.ts'
import type { OwnNetwork, TrainerEvent } from '../protocol.ts'
import { messageOf } from '../spec/words.ts'

export interface NetworksDependencies {
  emit(event: TrainerEvent): void
  /** Opens the one that ships with the page. */
  openShipped(): Promise<FeatureNetwork>
  /** Resolves when there is a device. */
  ready(): Promise<unknown>
}

export class Networks {
  private readonly deps: NetworksDependencies
  private fetched: Promise<FeatureNetwork> | null = null
  private own: FeatureNetwork | null = null

  constructor(deps: NetworksDependencies) {
    this.deps = deps
  }

  shipped(): Promise<FeatureNetwork> {
    this.fetched ??= this.deps.openShipped().catch((error: unknown) => {
      this.fetched = null // the next request tries again
      throw error
    })
    return this.fetched
  }

  /** What scores are made with. */
  async forScores(): Promise<FeatureNetwork> {
    return this.own ?? this.shipped()
  }

  /** Never rejects. Where the new one cannot be opened, the one used before stays. */
  async use(own: OwnNetwork | null): Promise<void> {
    try {
      await this.deps.ready()
      const opened = own && (await openOwnNetwork(own.name, await read(own.files), own.range))
      this.own?.dispose()
      this.own = opened
      this.deps.emit({ type: 'network', name: (await this.forScores()).name })
    } catch (error) {
      this.deps.emit({ type: 'network-failed', sentence: messageOf(error) })
    }
  }
}

function read(files: OwnNetwork['files']): Promise<{ path: string; bytes: Uint8Array }[]> {
  return Promise.all(files.map(async ({ path, file }) => ({ path, bytes: new Uint8Array(await file.slice(0, file.size).arrayBuffer()) })))
}
