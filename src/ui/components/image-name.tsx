// What an image of the open set is called, where only its name is wanted.
import { useImageName } from '../hooks/use-wanted.ts'

export function ImageName({ image }: { image: number }) {
  return useImageName(image)
}
