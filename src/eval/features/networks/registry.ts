// The feature networks that ship with the project. A new one is a file beside this one, after the pattern of mobilenet-v2.ts, its name in
// FEATURE_NETWORKS of spec/feature-analyses.ts, a line here, and two files in public/features with their credits.
import type { FeatureNetworkName } from '../../../spec/feature-analyses.ts'
import { mobilenetV2 } from './mobilenet-v2.ts'
import type { NetworkSpec } from './network.ts'

export const NETWORKS: Readonly<Record<FeatureNetworkName, NetworkSpec>> = { 'mobilenet-v2': mobilenetV2 }
