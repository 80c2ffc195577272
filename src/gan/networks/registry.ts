// The architectures there are, by the name a run's configuration gives. Adding one is a file, a line here and an option in FIELDS.
import type { RunConfig } from '../../spec/config.ts'
import { buildDiscriminator, buildNetwork, type Discriminator, type Generator } from './build.ts'
import type { Architecture } from './layers.ts'
import { resnet } from './resnet.ts'
import { sndcgan } from './sndcgan.ts'

export const ARCHITECTURES: Readonly<Record<RunConfig['architecture'], Architecture>> = { sndcgan, resnet }

/** The networks of a run. @param channels of its images @param classes 0 where it has none */
export function buildNetworks(
  config: RunConfig,
  channels: number,
  classes = 0,
): { readonly generator: Generator; readonly discriminator: Discriminator } {
  const { generator, discriminator } = ARCHITECTURES[config.architecture](config, channels, classes)
  return { generator: buildNetwork(generator), discriminator: buildDiscriminator(discriminator) }
}
