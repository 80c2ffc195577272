// The sentences about a set that was prepared with other settings.
import { expect, test } from 'vitest'
import { DEFAULT_PREPARATION } from './config.ts'
import { originOf, preparedOtherwise } from './kept.ts'

test('all settings that differ are named, as they were and as wanted, and no others', () => {
  const wanted = { ...DEFAULT_PREPARATION, size: 64, trimBars: true, background: 'grey' } as const
  expect(preparedOtherwise('pets.zip', { ...DEFAULT_PREPARATION, background: 'grey' }, wanted)).toEqual({
    message: '“pets.zip” was prepared at 32 px and with bars left, not at 64 px and with bars trimmed.',
    advice: 'Choose its zip again to prepare it at 64 px and with bars trimmed.',
  })
  expect(preparedOtherwise('6 files', { ...DEFAULT_PREPARATION, size: 16 }, DEFAULT_PREPARATION).message).toBe(
    '“6 files” was prepared at 16 px, not at 32 px.',
  )
})

test('the origin of a set is recognised from its name', () => {
  expect(['pets.ZIP', '6 files', 'holiday', '6 files of mine'].map(originOf)).toEqual(['zip', 'files', 'folder', 'folder'])
})
