// Where the focus goes when the focused element is removed, and what is announced. The trainer's answers are faked.
import type { Page } from '@playwright/test'
import type { Command, TrainerEvent } from '../src/protocol.ts'
import { DEFAULT_PREPARATION } from '../src/spec/config.ts'
import { button, expect, open, TINY, test } from './page.ts'

/** A fake trainer: these sets are kept until they are deleted, and no import of files ever ends. */
async function answerForTheTrainer(page: Page, names: readonly string[]): Promise<void> {
  await page.addInitScript(
    ([keptNames, preparation]) => {
      const picture = { count: 1, size: 16, pixels: new Uint8ClampedArray(4 * 16 * 16).fill(90) }
      const about = {
        picture,
        count: 9,
        size: 16,
        channels: 3,
        bytes: 768,
        preparation,
        savedAt: Date.UTC(2026, 5, 9, 12),
        folder: null,
      } as const
      let sets = keptNames.map((name) => ({ ...about, key: name, name }))
      const keptNow = (): TrainerEvent => ({ type: 'kept-sets', kept: { sets, storage: null, problem: null } })
      window.Worker = class extends Worker {
        constructor(url: string | URL, options?: WorkerOptions) {
          super(url, options)
          this.addEventListener('message', ({ data }: MessageEvent<TrainerEvent>) => {
            if (data.type === 'kept-sets') Object.assign(data, keptNow())
          })
        }
        override postMessage(command: Command, options: object = {}) {
          if (command.type === 'open' && command.source.kind === 'files') return
          if (command.type === 'cancel-open') return this.answer({ type: 'dataset-failed', id: command.id, failure: null, findings: [] })
          if (command.type !== 'delete-kept') return super.postMessage(command, options)
          sets = sets.filter(({ key }) => key !== command.key)
          this.answer(keptNow())
        }
        answer(data: TrainerEvent) {
          setTimeout(() => this.dispatchEvent(new MessageEvent('message', { data })))
        }
      }
    },
    [names, DEFAULT_PREPARATION] as const,
  )
}

test('the focus stays near the removed element, and changes are announced', async ({ page }) => {
  await answerForTheTrainer(page, ['moths', 'birds'])
  await open(page, TINY)
  const said = page.getByTestId('announcer')
  await expect(page.getByTestId('kept-set')).toHaveCount(2)

  await page.getByTestId('files-input').setInputFiles([{ name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('any') }])
  await button(page, 'Cancel').click()
  await expect(page.getByTestId('import-progress')).toBeHidden()
  await expect(button(page, 'Choose a folder')).toBeFocused()
  await expect(said).toHaveText('Preparing the images was cancelled. Shapes is open as before.')

  await button(page, 'Delete moths').click()
  await button(page, 'Delete the set').click()
  await expect(said).toHaveText('moths is deleted from this browser.')
  await expect(button(page, 'Open birds')).toBeFocused()

  await button(page, 'Delete birds').click()
  await button(page, 'Delete the set').click()
  await expect(said).toHaveText('birds is deleted from this browser.')
  await expect(button(page, 'Choose a folder')).toBeFocused()
})

test('of many kept sets the last three are listed, and the others on demand', async ({ page }) => {
  await answerForTheTrainer(page, ['moths', 'birds', 'ferns', 'shells', 'stones'])
  await open(page, TINY)
  await expect(page.getByTestId('kept-set')).toHaveText([/moths/, /birds/, /ferns/])
  await page.getByRole('button', { name: 'Show all 5' }).click()
  await expect(page.getByTestId('kept-set')).toHaveCount(5)
  await page.getByRole('button', { name: 'Show the last 3' }).click()
  await expect(page.getByTestId('kept-set')).toHaveCount(3)
})
