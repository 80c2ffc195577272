// `bench`: measures this machine. The figures are for people and for scripts; none of them is a test.
import { benchStep } from '../bench/step.ts'
import { openDevice } from '../tensor/backend.ts'
import { parseOptions, parseSettings, UsageError } from './arguments.ts'
import { createVoice } from './console.ts'

const USAGE = 'Usage: npm run bench -- step [--preset NAME] [--set key=value ...] [--rounds N] [--json]'

const ROUNDS = 5

export async function bench(args: string[]): Promise<void> {
  const [kind, ...rest] = args
  if (kind !== 'step') throw new UsageError(USAGE)
  const string = { type: 'string' } as const
  const options = parseOptions(
    rest,
    { preset: string, set: { type: 'string', multiple: true }, rounds: string, json: { type: 'boolean' } },
    USAGE,
  )
  const config = parseSettings(options)
  const rounds = options.count('rounds', ROUNDS, 1)
  const voice = createVoice(options.flag('json'))
  const device = await openDevice('webgpu')
  voice.say(`Timing ${rounds} steps of ${config.architecture}, width ${config.width}, batch ${config.batch}, on ${device.info.name} ...`)
  const began = performance.now()
  const figures = await benchStep(
    config,
    device,
    rounds,
    () => performance.now(),
    (done, last) => {
      const total = rounds + 2
      const secondsLeft = ((performance.now() - began) / 1000 / done) * (total - done)
      voice.progress(
        done,
        total,
        secondsLeft,
        Object.entries(last)
          .map(([name, ms]) => `${name} ${ms.toFixed(0)} ms`)
          .join(' · '),
      )
    },
  )
  voice.endProgress()
  voice.event({ event: 'done', ...figures })
  if (!options.flag('json')) for (const [name, value] of Object.entries(figures)) voice.say(`${name.padEnd(18)} ${String(value)}`)
}
