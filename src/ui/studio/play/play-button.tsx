// Plays what the tool plays by itself, and pauses it.
import { Button } from '../../shared/button.tsx'
import { PauseIcon, PlayIcon } from '../../shared/icons.tsx'
import { player, usePlaying } from './player.ts'

/** @param blocked why there is nothing to play */
export function PlayButton({ blocked = null }: { readonly blocked?: string | null }) {
  const playing = usePlaying()
  return (
    <Button kind="primary" blocked={blocked} onClick={playing ? player.pause : player.play}>
      {playing ? <PauseIcon /> : <PlayIcon />}
      {playing ? 'Pause' : 'Play'}
    </Button>
  )
}
