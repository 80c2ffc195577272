// The architectures there are, by the name a run's configuration gives.
import type { RunConfig } from '../../spec/config.ts'
import type { Architecture } from './architecture.ts'
import { sndcgan } from './sndcgan.ts'

export const ARCHITECTURES: Readonly<Record<RunConfig['architecture'], Architecture>> = { sndcgan }
