// Zips with file names in old encodings, duplicate names or false sizes: how the page names their images, and that a click leaves out only one.
import sharp from 'sharp'
import { joined } from '../src/data/bytes.ts'
import { type Part, unicodePath, zipOf } from '../src/data/zip/test-support.ts'
import { button, expect, open, TINY, test } from './page.ts'

/** Noise, different for every seed. */
function picture(seed: number): Promise<Buffer> {
  const pixels = Uint8Array.from({ length: 32 * 32 * 3 }, (_, k) => Math.imul(k + 1, 2654435761 + 40_503 * seed) >>> 24)
  return sharp(pixels, { raw: { width: 32, height: 32, channels: 3 } })
    .png()
    .toBuffer()
}

const partsOf = (names: readonly string[]): Promise<Part[]> =>
  Promise.all(names.map(async (name, i) => ({ name, bytes: await picture(i + 31 * name.charCodeAt(0)) })))
const zipFile = (name: string, zip: Uint8Array) => ({ name, mimeType: 'application/zip', buffer: Buffer.from(zip) })

test('file names from Russian Windows are readable, and of two files with the same name only the clicked one is left out', async ({
  page,
}) => {
  const [cat, dog] = ['\xaa\xae\xe2', '\xaf\xf1\xe1'] // кот and пёс in code page 866
  const zip = zipOf(await partsOf([`${cat}/0.png`, `${cat}/0.png`, `${cat}/1.png`, `${dog}/0.png`, `${dog}/1.png`]))
  await open(page, TINY)
  await page.getByTestId('files-input').setInputFiles([zipFile('pets.zip', zip)])
  await expect(page.getByTestId('dataset')).toContainText('All 5 files became images')
  await expect(page.getByTestId('labels')).toContainText('2 labels from sub-folders')

  const cell = (path: string) => page.getByTestId('contact-sheet').getByRole('gridcell', { name: path })
  const expectOneLeftOut = async () => {
    await button(page, 'Look through the images').click()
    await expect(page.getByTestId('taken-count')).toContainText('4')
    await expect(cell('кот/0 (2).png')).toHaveAttribute('aria-selected', 'false')
    for (const path of ['кот/0.png', 'кот/1.png', 'пёс/0.png', 'пёс/1.png'])
      await expect(cell(path)).toHaveAttribute('aria-selected', 'true')
    await button(page, 'Close').click()
  }
  await button(page, 'Look through the images').click()
  await expect(cell('кот/0 (2).png')).toBeVisible()
  await cell('кот/0 (2).png').click()
  await button(page, 'Close').click()
  await expectOneLeftOut()

  await page.getByRole('radio', { name: '32 px' }).check() // the images are prepared again, and the same one stays left out
  await expect(page.getByTestId('dataset')).toContainText('4 images, 32 × 32 px')
  await expectOneLeftOut()
})

test('of archives of many kinds at once the readable ones open, and false sizes and RAR files become findings', async ({ page }) => {
  const french = zipOf(await partsOf(['caf\x82/0.png', 'caf\x8a/0.png']))
  const [japanese] = await partsOf(['\x94L/0.png'])
  const extra = unicodePath(Buffer.from('\x94L/0.png', 'latin1'), '猫/0.png')
  const program = zipOf(await partsOf(['x.png']), { before: joined(Buffer.from('MZ'), new Uint8Array(510)) })
  const [tooLarge, good] = await partsOf(['too-large.png', 'good.png'])
  const falseSizes = zipOf([{ ...(tooLarge as Part), claims: { packedSize: 2 ** 31 - 1, method: 8 } }, good as Part])
  await open(page, TINY)
  await page
    .getByTestId('files-input')
    .setInputFiles([
      zipFile('french.zip', french),
      zipFile('japanese.zip', zipOf([{ ...(japanese as Part), claims: { extra } }])),
      zipFile('program.zip', program),
      zipFile('false-sizes.zip', falseSizes),
      zipFile('old.rar', Buffer.from('Rar!\x1a\x07\x00', 'latin1')),
    ])
  await expect(page.getByTestId('dataset')).toContainText('5 of 7 files became images')
  await button(page, 'Look through the images').click()
  for (const path of [
    'french.zip/café/0.png',
    'french.zip/cafè/0.png',
    'japanese.zip/猫/0.png',
    'program.zip/x.png',
    'false-sizes.zip/good.png',
  ])
    await expect(page.getByTestId('contact-sheet').getByRole('gridcell', { name: path })).toBeVisible()
  const findings = page.getByTestId('findings-list')
  await expect(findings).toContainText('false-sizes.zip/too-large.png')
  await expect(findings).toContainText('packed, this file would be 2,048 MB, more than the zip has room for.')
  await expect(findings).toContainText('A RAR archive: unpack it first.')
})
