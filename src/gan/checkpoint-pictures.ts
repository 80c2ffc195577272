// The pictures that a checkpoint may carry, so that a kept state can be looked at without a device: the sample wall and the rotation panel, as
// tensors of the file. Pictures are RGBA everywhere else; here they have the channels of the run's images.
import { picturesOf } from '../data/pixels.ts'
import type { Pictures } from '../spec/image-block.ts'
import type { RotationPanel } from '../spec/report.ts'
import type { SnapshotPictures } from '../spec/runs.ts'
import type { Metadata, PicturesInfo } from './checkpoint-metadata.ts'
import { ROTATIONS } from './networks/heads.ts'
import { damagedTensor, type EncodedTensor, type TensorPlaces } from './safetensors.ts'

export type WallAndPanel = Pick<SnapshotPictures, 'wall' | 'panel'>

const WALL = 'pictures/wall'
const PANEL = 'pictures/panel'
const PROBABILITIES = 'pictures/probabilities'
const PICTURE_NAMES = [PROBABILITIES, WALL, PANEL] as const
/** Probabilities are rounded. */
const MAX_PROBABILITY = 1.001

export function infoOfPictures({ wall, panel }: WallAndPanel): PicturesInfo {
  return {
    wall: wall && { step: wall.step, seeds: wall.seeds, ...(wall.classes && { classes: wall.classes }) },
    panel: panel && { step: panel.step },
  }
}

/** The floats first, so that they begin at a multiple of their size. */
export function encodePictures({ wall, panel }: WallAndPanel, channels: number): EncodedTensor[] {
  const ofPanel = panel ? [encodeProbabilities(panel), encodePixels(PANEL, panel.pictures, channels)] : []
  return wall ? [...ofPanel, encodePixels(WALL, wall.pictures, channels)] : ofPanel
}

function encodeProbabilities({ probabilities }: RotationPanel): EncodedTensor {
  const values = new Uint8Array(Float32Array.from(probabilities.flat()).buffer)
  return { name: PROBABILITIES, dtype: 'F32', shape: [probabilities.length, ROTATIONS], values }
}

function encodePixels(name: string, { count, size, pixels }: Pictures, channels: number): EncodedTensor {
  const values = new Uint8Array(count * size * size * channels)
  for (let i = 0; i < values.length; i++) values[i] = pixels[Math.floor(i / channels) * 4 + (i % channels)] as number
  return { name, dtype: 'U8', shape: [count, size, size, channels], values }
}

/** Of the tensors of pictures that a file has. */
export function picturePlaces(places: TensorPlaces): TensorPlaces {
  return Object.fromEntries(Object.entries(places).filter(([name]) => PICTURE_NAMES.some((one) => one === name)))
}

/** @throws CheckpointError where the tensors of the pictures do not fit together with what the file says about them */
export function checkPictures({ info: { config, channels }, pictures: { wall, panel } }: Metadata, places: TensorPlaces): void {
  const { size } = config
  const shapeOf = (name: string) => places[name]?.shape ?? null
  const [shown = 0] = shapeOf(PANEL) ?? []
  const expected: Record<string, readonly number[] | null> = {
    [WALL]: wall && [wall.seeds.length, size, size, channels],
    [PANEL]: panel && [shown, size, size, channels],
    [PROBABILITIES]: panel && [shown, ROTATIONS],
  }
  const wrong = PICTURE_NAMES.find((name) => String(shapeOf(name)) !== String(expected[name]))
  if (wrong) throw damagedTensor(wrong)
  if (wall && places[WALL]?.dtype !== 'U8') throw damagedTensor(WALL)
  if (panel && (places[PANEL]?.dtype !== 'U8' || shown === 0 || shown % ROTATIONS !== 0)) throw damagedTensor(PANEL)
  if (panel && places[PROBABILITIES]?.dtype !== 'F32') throw damagedTensor(PROBABILITIES)
}

/** @param bytes of each tensor of pictures that there is, which were checked before. @throws CheckpointError where a value makes no sense */
export function decodePictures(
  { info: { config, channels }, pictures: { wall, panel } }: Metadata,
  bytes: Readonly<Record<string, Uint8Array>>,
): WallAndPanel {
  const { size } = config
  const decode = (name: string): Pictures => {
    const images = bytes[name] as Uint8Array
    const count = images.length / (size * size * channels)
    return picturesOf({ images, count, size, channels }, [...Array(count).keys()])
  }
  return {
    wall: wall && { ...wall, pictures: decode(WALL) },
    panel: panel && { ...panel, pictures: decode(PANEL), probabilities: decodeProbabilities(bytes[PROBABILITIES] as Uint8Array) },
  }
}

function decodeProbabilities(bytes: Uint8Array): RotationPanel['probabilities'] {
  const values = new Float32Array(new Uint8Array(bytes).buffer)
  if (!values.every((value) => value >= 0 && value <= MAX_PROBABILITY)) throw damagedTensor(PROBABILITIES)
  return Array.from({ length: values.length / ROTATIONS }, (_, row) => {
    return Array.from(values.subarray(row * ROTATIONS, (row + 1) * ROTATIONS)) as [number, number, number, number]
  })
}
