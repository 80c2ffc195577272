// A warning's options, as the command line itself reads them.
import { expect, test } from 'vitest'
import { adviseOnFew } from '../data/doctor/counts.ts'
import type { SetWarning } from '../spec/files.ts'
import { parseOptions, parseSettings } from './arguments.ts'
import { describeWarning } from './describe-warning.ts'

const warning: SetWarning = {
  kind: 'levels',
  title: 'The images are nearly black',
  evidence: 'All of them.',
  pictures: null,
  remedy: { label: 'Stretch the levels', changes: { blackLevel: 0, whiteLevel: 15.9 } },
}

test('a warning with a remedy ends with the options that apply it, and the command accepts them', () => {
  const line = describeWarning(warning)
  expect(line).toBe('The images are nearly black. All of them. Stretch the levels: --set blackLevel=0 --set whiteLevel=15.9')
  for (const shown of [line, describeWarning(adviseOnFew(300) as SetWarning)]) {
    const args = shown.slice(shown.indexOf('--set')).split(' ')
    expect(() => parseSettings(parseOptions(args, { set: { type: 'string', multiple: true } }, ''))).not.toThrow()
  }
  expect(describeWarning({ ...warning, remedy: null })).toBe('The images are nearly black. All of them.')
})
