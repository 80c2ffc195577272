import { expect, test } from 'vitest'
import { openNodeDevice } from './device.ts'

test('without an adapter Node is told what to install, and nothing of a browser', async () => {
  const refused = openNodeDevice('webgpu') // the tests without a device have no navigator.gpu
  await expect(refused).rejects.toMatchObject({
    failure: { message: expect.stringContaining('Dawn'), advice: expect.stringContaining('libvulkan1') },
  })
  await expect(refused).rejects.toThrow(/^(?!.*browser)/)
})
