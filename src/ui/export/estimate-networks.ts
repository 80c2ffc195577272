// How large files of networks will be, roughly, and what of a run is not kept: told from its snapshots, since the page itself knows no weights.
import { type ExportRequest, MAX_HALF_HTML_BYTES } from '../../spec/exports.ts'
import type { SnapshotInfo } from '../../spec/runs.ts'
import type { State } from '../app/store.ts'
import { chosenSnapshot } from './chosen-snapshot.ts'

/** Parts of a state that are as large as a network, both being about alike: weights, moments of Adam and average of G; weights and moments of D. */
const NETWORKS_IN = { state: 7, networks: 2 }
/** The page in an HTML file, beside its weights. */
const PLAYER_BYTES = 60_000

type Timeline = Pick<State, 'files' | 'timeline' | 'run'>

/** To two digits; null where nothing is known. */
export function estimateNetworks(state: Timeline, request: ExportRequest): number | null {
  const like = snapshotLike(state)
  if (like === null || like.content === 'pictures') return null
  const network = like.bytes / NETWORKS_IN[like.content]
  return Number(bytesOf(request, network, like).toPrecision(2))
}

function bytesOf(request: ExportRequest, network: number, { content }: SnapshotInfo): number {
  const whole = network * NETWORKS_IN[content as keyof typeof NETWORKS_IN]
  if (request.kind === 'pytorch') return whole
  if (request.kind === 'safetensors') return request.content === 'state' ? whole : 2 * network
  if (request.kind !== 'html') return network
  const withShare = (share: number) => PLAYER_BYTES + (4 / 3) * share * network // in base64
  const [f32, f16, int8] = [withShare(1), withShare(1 / 2), withShare(1 / 4)]
  return { f32, f16, int8, auto: f16 > MAX_HALF_HTML_BYTES ? int8 : f16 }[request.precision]
}

function snapshotLike(state: Timeline): SnapshotInfo | null {
  return chosenSnapshot(state) ?? state.timeline.snapshots.findLast(({ content }) => content !== 'pictures') ?? null
}

/** Why the file cannot be made of the chosen state; null: it can. */
export function contentProblem(state: Timeline, request: ExportRequest): string | null {
  if (request.kind !== 'safetensors' || request.content !== 'state') return null
  const from = state.run.state === 'viewing' ? snapshotLike(state) : chosenSnapshot(state)
  return from?.content === 'networks' ? 'Of this step only the networks are kept: choose those.' : null
}
