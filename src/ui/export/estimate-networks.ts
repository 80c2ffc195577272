// How large files of networks will be, roughly, and what of a run is not kept: told from its snapshots, since the page itself knows no weights.
import { type ExportRequest, MAX_HALF_HTML_BYTES } from '../../spec/exports.ts'
import { hasNetworks, type SnapshotInfo } from '../../spec/runs.ts'
import type { State } from '../app/store.ts'
import { chosenSnapshot } from './chosen-snapshot.ts'

/** Of both networks together, the share of G: measured on runs with classes and without. */
const GENERATOR_SHARE = { sndcgan: 0.4, resnet: 0.85 }
/** How often each network is in a snapshot: weights and two moments of Adam each, and the average of G. */
const COPIES = { state: { generator: 4, discriminator: 3 }, networks: { generator: 1, discriminator: 1 } }
/** The page in an HTML file, beside its weights. */
const PLAYER_BYTES = 60_000

export type NetworkRequest = Extract<ExportRequest, { kind: 'html' | 'onnx' | 'pytorch' | 'safetensors' }>
type Timeline = Pick<State, 'files' | 'timeline' | 'run'>

/** To two digits; null where nothing is known. */
export function estimateNetworks(state: Timeline, request: NetworkRequest): number | null {
  const like = snapshotLike(state)
  if (like === null || like.content === 'pictures') return null
  const share = GENERATOR_SHARE[state.run.config?.architecture ?? 'sndcgan']
  const copies = COPIES[like.content]
  const networks = like.bytes / (copies.generator * share + copies.discriminator * (1 - share))
  return Number(bytesOf(request, like.bytes, networks, share).toPrecision(2))
}

/** @param whole bytes of the snapshot @param networks bytes of G and D @param share of G in them */
function bytesOf(request: NetworkRequest, whole: number, networks: number, share: number): number {
  const generator = share * networks
  if (request.kind === 'pytorch') return whole
  if (request.kind === 'safetensors') return request.content === 'state' ? whole : networks
  if (request.kind === 'onnx') return request.network === 'generator' ? generator : networks - generator
  const withShare = (kept: number) => PLAYER_BYTES + (4 / 3) * kept * generator // in base64
  const [f32, f16, int8] = [withShare(1), withShare(1 / 2), withShare(1 / 4)]
  return { f32, f16, int8, auto: f16 > MAX_HALF_HTML_BYTES ? int8 : f16 }[request.precision]
}

function snapshotLike(state: Timeline): SnapshotInfo | null {
  return chosenSnapshot(state) ?? state.timeline.snapshots.findLast(hasNetworks) ?? null
}

/** Whether the chosen state can draw, but not go on training. */
export function hasNetworksOnly(state: Timeline): boolean {
  const from = state.run.state === 'viewing' ? snapshotLike(state) : chosenSnapshot(state)
  return from?.content === 'networks'
}
