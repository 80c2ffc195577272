// The GPU is lost in the middle of a step: the page says so, and the run goes on by itself from its last save.
import { trainerOf } from '../scripts/lib/killable-browser.mjs'
import { button, expect, ON_WEBGPU, open, reachStep, TINY_AND_ENDLESS, test } from './page.ts'

test('a run whose GPU is lost in the middle of a step goes on by itself from its last save', async ({ page }) => {
  await open(page, TINY_AND_ENDLESS, ON_WEBGPU)
  await button(page, 'Train').click()
  await reachStep(page, 3)
  await expect(page.getByTestId('kept')).toContainText(/step \d/)
  await trainerOf(page).evaluate(() => {
    // Types of WebGPU are not part of the page's.
    type Encode = (this: { destroy(): void }, ...args: unknown[]) => unknown
    const { prototype } = (globalThis as unknown as { GPUDevice: { prototype: { createCommandEncoder: Encode } } }).GPUDevice
    const original = prototype.createCommandEncoder
    prototype.createCommandEncoder = function (...args) {
      prototype.createCommandEncoder = original
      this.destroy()
      return original.apply(this, args)
    }
  })
  const notice = page.getByTestId('notice-recovered')
  await expect(notice).toContainText('The GPU was lost at step')
  const lost = Number(/at step ([\d,]+)/.exec((await notice.textContent()) ?? '')?.[1]?.replaceAll(',', ''))
  await reachStep(page, lost + 1)
  await expect(page.getByTestId('failure')).toBeHidden()
})
