// One sentence a part of the page for who sees the finished example: what there is to see, in its own words.
import { useStore } from '../app/store.ts'
import { NetworkLetters } from '../shared/network-letters.tsx'
import text from '../shared/text.module.css'
import { isExample } from '../train/run-slice.ts'

const WORDS = {
  wall: 'Nobody photographed these clothes: G drew each of them from random numbers. Move over them, and the numbers change.',
  interpolation: 'Trousers become a pullover: drag the slider, and every picture on the way is drawn by G.',
  scores: 'How close the drawn clothes come to photographed ones, as numbers: for KID and FID lower is better.',
  charts: 'How it went: neither network should win for good. Move over a chart, and the wall shows the clothes of that step.',
  data: 'What to learn from: choose your own images, or take one of these sets first.',
  settings: 'You need none of these to begin: the preset is chosen for you.',
} as const

export function PartWords({ part }: { part: keyof typeof WORDS }) {
  const example = useStore(({ run }) => isExample(run))
  return (
    example && (
      <p className={text.pretty}>
        <NetworkLetters>{WORDS[part]}</NetworkLetters>
      </p>
    )
  )
}
