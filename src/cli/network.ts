// The feature network that ships with the project, read from its folder, or one of a person's own.
import { readdir, readFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { loadNetwork } from '../eval/features/networks/load.ts'
import type { FeatureNetwork } from '../eval/features/networks/network.ts'
import { openOwnNetwork } from '../eval/features/networks/own.ts'
import { DEFAULT_NETWORK } from '../spec/feature-analyses.ts'
import type { PixelRange } from '../spec/scores.ts'
import { readFeatureFile } from './files.ts'

/** @param root the project's folder */
export function openNetwork(root: string): Promise<FeatureNetwork> {
  return loadNetwork(DEFAULT_NETWORK, readFeatureFile(root))
}

/** Opens it at the first call. */
export function openNetworkOnce(root: string): () => Promise<FeatureNetwork> {
  let network: Promise<FeatureNetwork> | null = null
  return () => {
    network ??= openNetwork(root)
    return network
  }
}

/** @param folder holds model.json and the files it names; the network gets its name */
export async function openNetworkFolder(folder: string, range: PixelRange): Promise<FeatureNetwork> {
  const names = (await readdir(folder)).filter((name) => /\.(json|bin)$/.test(name))
  const files = await Promise.all(names.map(async (path) => ({ path, bytes: await readFile(join(folder, path)) })))
  return openOwnNetwork(basename(resolve(folder)), files, range)
}
