// Networks to take away: what each kind of file is for, what can be chosen, and how large it will be.
import type { ComponentProps } from 'react'
import { formatBytes } from '../../spec/words.ts'
import { ActionButton } from '../app/action-button.tsx'
import { useStore } from '../app/store.ts'
import text from '../shared/text.module.css'
import { Term } from '../terms/term.tsx'
import { Terms } from '../terms/terms-in-text.tsx'
import { exportActions } from './actions.ts'
import { ChoiceRow } from './choice-row.tsx'
import { estimateNetworks, hasNetworksOnly, type NetworkRequest } from './estimate-networks.ts'
import { FileCard, FileCards } from './file-card.tsx'
import type { FormProps, NetworksForm } from './take-away-state.ts'

const PRECISIONS = [
  { value: 'auto', label: 'Automatic' },
  { value: 'f32', label: '32 bits' },
  { value: 'f16', label: '16' },
  { value: 'int8', label: '8' },
] as const
const NETWORKS = [
  { value: 'generator', label: 'Generator' },
  { value: 'features', label: 'Features of D' },
] as const
const LAYOUTS = [
  { value: 'nchw', label: 'NCHW' },
  { value: 'nhwc', label: 'NHWC' },
] as const
const CONTENTS = [
  { value: 'state', label: 'All of training' },
  { value: 'networks', label: 'Networks' },
] as const

const ONNX_HELP = {
  generator: 'From z, and where there are classes their weights, to pixels. Runs in ONNX Runtime, in Python, C++ or a browser.',
  features: 'From pictures to the features and the logits of the discriminator: to search, sort or classify images elsewhere.',
} as const

export function NetworkSection({ form, change }: FormProps<NetworksForm>) {
  const { precision, network, layout } = form
  const networksOnly = useStore(hasNetworksOnly)
  const content = networksOnly ? 'networks' : form.content
  return (
    <FileCards>
      <NetworkFile title="One HTML file" first label="Make the HTML file" request={{ kind: 'html', precision }}>
        <p>The generator inside a page of its own, with sliders, a pad and play. It opens from disk, on any machine, also offline.</p>
        <ChoiceRow label="Weights" options={PRECISIONS} value={precision} onChange={(value) => change({ precision: value })} />
      </NetworkFile>
      <NetworkFile title="ONNX" label="Make the ONNX file" request={{ kind: 'onnx', network, layout }}>
        <p>
          <Terms mark={{ latent: 'z', onnx: 'ONNX Runtime', features: 'features', logit: 'logits' }}>{ONNX_HELP[network]}</Terms>
        </p>
        <ChoiceRow label="Network" options={NETWORKS} value={network} onChange={(value) => change({ network: value })} />
        <ChoiceRow label="Pixels" options={LAYOUTS} value={layout} onChange={(value) => change({ layout: value })} />
      </NetworkFile>
      <NetworkFile title="PyTorch" label="Make the PyTorch zip" request={{ kind: 'pytorch' }}>
        <p>
          Weights, a readable model.py, and a train.py that goes on with the same losses, on one GPU or many: when you outgrow this tab.
        </p>
      </NetworkFile>
      <NetworkFile title="Safetensors" label="Make the checkpoint" request={{ kind: 'safetensors', content }}>
        <p>
          The <Term name="safetensors">weights as they are</Term>, for Python, and for this page and its command line to go on from.
        </p>
        {networksOnly ? (
          <p className={text.soft}>Of this step only the networks are kept: the file has their weights.</p>
        ) : (
          <ChoiceRow label="Content" options={CONTENTS} value={content} onChange={(value) => change({ content: value })} />
        )}
      </NetworkFile>
    </FileCards>
  )
}

interface NetworkFileProps extends Omit<ComponentProps<typeof FileCard>, 'foot'> {
  readonly label: string
  readonly request: NetworkRequest
}

function NetworkFile({ label, request, ...card }: NetworkFileProps) {
  const bytes = useStore((state) => estimateNetworks(state, request))
  const foot = (
    <>
      <ActionButton action={exportActions.makeFile} target={{ label, request }} kind={card.first ? 'primary' : 'plain'} />
      {bytes !== null && <span className={text.soft}>about {formatBytes(bytes)}</span>}
    </>
  )
  return <FileCard {...card} foot={foot} />
}
