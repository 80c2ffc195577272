// The dialog “One step in slow motion”: what happened in one step of training, stage by stage, with the images and numbers that it really had.
import { Dialog } from '@base-ui/react/dialog'
import { ActionButton } from '../app/action-button.tsx'
import { useActions } from '../app/page-context.ts'
import { useStore } from '../app/store.ts'
import { GameDrawing } from '../game/game-drawing.tsx'
import { formatCount } from '../shared/format.ts'
import { LargeDialog } from '../shared/large-dialog.tsx'
import message from '../shared/message.module.css'
import { NetworkLetters } from '../shared/network-letters.tsx'
import text from '../shared/text.module.css'
import { type ShownStep, shownStep, slowStepActions } from './actions.ts'
import { describeStage } from './describe-slow-step.ts'
import { Controls, StageList } from './player.tsx'
import classes from './slow-step.module.css'
import { StageView } from './stage-view.tsx'
import { STAGES, type Stage } from './stages.ts'
import { usePlayer } from './use-player.ts'

export function SlowStep() {
  const actions = useActions()
  const open = useStore(({ dialog }) => dialog === 'slow-step')
  const own = useStore(({ slowStep }) => slowStep.own)
  const recorded = useStore(({ slowStep }) => slowStep.recorded)
  const images = useStore(({ run }) => run.images)
  const making = useStore(({ slowStep }) => slowStep.making)
  const shown = shownStep({ own, recorded, making }, images)
  return (
    <LargeDialog
      open={open}
      onOpenChange={(wanted) => !wanted && actions.showDialog(null)}
      title="One step in slow motion"
      subtitle={<Dialog.Description className={text.soft}>{describeSource(shown)}</Dialog.Description>}
      testId="slow-step"
    >
      {shown ? <Stages key={shown.slow.step} shown={shown} /> : <Nothing />}
    </LargeDialog>
  )
}

function describeSource(shown: ShownStep | null): string {
  if (!shown) return 'Training repeats one step thousands of times. Here is a single one.'
  const step = `step ${formatCount(shown.slow.step)}`
  return shown.from === 'run'
    ? `Training repeats this thousands of times: this is ${step} of your run on ${shown.images}, which waits for you.`
    : `Training repeats this thousands of times: this is a step from the example’s last state, ${step} on ${shown.images}.`
}

/** Before there is a step to show. */
function Nothing() {
  const making = useStore(({ slowStep }) => slowStep.making)
  const problem = useStore(({ slowStep }) => slowStep.problem)
  const preparing = useStore(({ run }) => run.state === 'preparing')
  if (problem !== null) return <Problem sentence={problem} />
  const waiting = making ? 'The run makes its next step, and what happens in it is written down…' : 'The recorded step is being loaded…'
  return (
    <p className={message.empty} role="status">
      {making && preparing ? 'The run is being prepared; its first step will be shown here.' : waiting}
    </p>
  )
}

function Problem({ sentence }: { sentence: string }) {
  return (
    <p className={message.warning} role="alert">
      {sentence}
    </p>
  )
}

function Stages({ shown }: { shown: ShownStep }) {
  const player = usePlayer(STAGES.length)
  const problem = useStore(({ slowStep }) => slowStep.problem)
  const stage = STAGES[player.at] as Stage
  const { slow, images } = shown
  return (
    <div className={classes.body}>
      {problem !== null && <Problem sentence={problem} />}
      <StageList player={player} />
      <div className={classes.columns}>
        <section className={classes.stage} aria-label={`Stage ${player.at + 1} of ${STAGES.length}: ${stage.title}`} data-stage={stage.id}>
          <h3 className={classes.stageTitle}>{`${player.at + 1}. ${stage.title}`}</h3>
          <p className={classes.sentence} aria-live={player.playing ? 'off' : 'polite'} data-testid="stage-sentence">
            <NetworkLetters>{describeStage(stage.id, slow, images)}</NetworkLetters>
          </p>
          <div className={classes.view} key={stage.id}>
            <StageView stage={stage.id} slow={slow} />
          </div>
        </section>
        <GameDrawing lit={stage.lit} answers={false} />
      </div>
      <div className={classes.controls}>
        <Controls player={player} />
        <ActionButton action={slowStepActions.make} />
      </div>
      <InWords shown={shown} />
    </div>
  )
}

/** The same without pictures. */
function InWords({ shown: { slow, images } }: { shown: ShownStep }) {
  return (
    <details className={classes.words}>
      <summary>The whole step in words</summary>
      <ol>
        {STAGES.map(({ id, title }) => (
          <li key={id}>
            <b>{title.endsWith('?') ? title : `${title}.`}</b> {describeStage(id, slow, images)}
          </li>
        ))}
      </ol>
    </details>
  )
}
