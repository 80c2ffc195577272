// Firefox where it resists fingerprinting: a page that draws a picture gets noise back. The page says so instead of learning it.
import { noFirefox, test } from './firefox.ts'
import { expect, TINY } from './page.ts'

test.skip(...noFirefox)
test.use({
  launchOptions: {
    executablePath: process.env.QUARTERTURN_FIREFOX ?? '',
    firefoxUserPrefs: { 'privacy.resistFingerprinting': true },
    timeout: 0,
  },
})

test('Firefox that hides pixels from pages: pictures are refused with the reason', async ({ page }) => {
  await page.goto(`./#${TINY}&data=digits`)
  await expect(page.getByTestId('notice-data')).toContainText('This browser hides the pixels of pictures from pages')
})
