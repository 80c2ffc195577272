// The feature network that ships with the project, read from its folder.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { loadNetwork } from '../core/features/networks/load.ts'
import type { FeatureNetwork } from '../core/features/networks/network.ts'
import { DEFAULT_NETWORK } from '../core/features/networks/registry.ts'

/** @param root the project's folder */
export function openNetwork(root: string): Promise<FeatureNetwork> {
  return loadNetwork(DEFAULT_NETWORK, (file) => readFile(join(root, 'public/features', file)))
}
