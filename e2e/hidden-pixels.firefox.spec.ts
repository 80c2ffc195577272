// Firefox with resistance to fingerprinting: reading pixels back from a canvas gives noise. The page says so instead of training on the noise.
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

test('Firefox that hides pixels from pages: images are rejected with the reason', async ({ page }) => {
  await page.goto(`./#${TINY}&data=digits`)
  await expect(page.getByTestId('notice-data')).toContainText('This browser hides the pixels of pictures from pages')
})
