// What Quarterturn is, what it is built on, and where images go.

import { Dialog } from '@base-ui/react/dialog'
import { version } from '../../../package.json'
import { hintActions } from '../first-visit/actions.ts'
import { Button } from '../shared/button.tsx'
import dialog from '../shared/dialog.module.css'
import { CrossIcon } from '../shared/icons.tsx'
import { NetworkLetters } from '../shared/network-letters.tsx'
import { Terms } from '../terms/terms-in-text.tsx'
import classes from './about.module.css'
import { ActionButton } from './action-button.tsx'
import { useActions } from './page-context.ts'

/** `id` is the arXiv identifier. */
const PAPERS = [
  {
    by: 'Chen et al. 2019',
    title: 'Self-Supervised GANs via Auxiliary Rotation Loss',
    id: '1811.11212',
    gives: 'the method: quarter turns as free labels',
  },
  {
    by: 'Lucic, Tschannen et al. 2019',
    title: 'High-Fidelity Image Generation With Fewer Labels',
    id: '1903.02271',
    gives: 'how far self-supervision carries with few labels',
  },
  { by: 'Goodfellow et al. 2014', title: 'Generative Adversarial Nets', id: '1406.2661', gives: 'the adversarial game of G and D' },
  {
    by: 'Miyato et al. 2018',
    title: 'Spectral Normalization for Generative Adversarial Networks',
    id: '1802.05957',
    gives: 'the networks (SNDCGAN) and what keeps D steady',
  },
  {
    by: 'Chen et al. 2019',
    title: 'On Self Modulation for Generative Adversarial Networks',
    id: '1810.01365',
    gives: 'the norm that lets the latent steer every layer of G',
  },
  {
    by: 'Zhao et al. 2020',
    title: 'Differentiable Augmentation for Data-Efficient GAN Training',
    id: '2006.10738',
    gives: 'the augmentation, for few images',
  },
  {
    by: 'Heusel et al. 2017',
    title: 'GANs Trained by a Two Time-Scale Update Rule Converge to a Local Nash Equilibrium',
    id: '1706.08500',
    gives: 'FID, the Fréchet distance',
  },
  { by: 'Bińkowski et al. 2018', title: 'Demystifying MMD GANs', id: '1801.01401', gives: 'KID, the kernel distance' },
  {
    by: 'Kynkäänniemi et al. 2019',
    title: 'Improved Precision and Recall Metric for Assessing Generative Models',
    id: '1904.06991',
    gives: 'precision and recall',
  },
  {
    by: 'Naeem et al. 2020',
    title: 'Reliable Fidelity and Diversity Metrics for Generative Models',
    id: '2002.09797',
    gives: 'density and coverage',
  },
] as const

const BUILT_WITH = 'TensorFlow.js, MobileNetV2, UMAP, uPlot, resvg and React'

export function About() {
  const actions = useActions()
  const close = () => actions.showDialog(null)
  return (
    <Dialog.Root open onOpenChange={(open) => !open && close()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={dialog.backdrop} />
        <Dialog.Popup className={`${dialog.popup} ${classes.popup}`} data-testid="about">
          <div className={classes.head}>
            <Dialog.Title className={dialog.title}>About Quarterturn</Dialog.Title>
            <Button kind="quiet" label="Close" onClick={close}>
              <CrossIcon />
            </Button>
          </div>
          <What />
          <h3 className={classes.heading}>Where your images go</h3>
          <p>
            Nowhere. This browser reads them, trains on them and keeps them, and nobody else. The page’s security policy forbids it to send
            anything to another address. The links below open in a tab of their own, when you click them.
          </p>
          <Papers />
          <div>
            <ActionButton action={hintActions.showAgain} small />
          </div>
          <p className={classes.foot}>
            Version {version}. Free software under the <Link to="https://www.apache.org/licenses/LICENSE-2.0">Apache License 2.0</Link>,
            built with {BUILT_WITH}.
          </p>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function What() {
  return (
    <p>
      <Terms mark={{ gan: 'GAN', generator: 'generator', discriminator: 'discriminator', 'self-supervision': 'labels that cost nothing' }}>
        {'A GAN is a game of two networks. The generator (G) draws pictures from random numbers; the discriminator (D) learns to tell them ' +
          'from your images. G learns from D how to draw better ones. Here D also learns by how many quarter turns an image is turned: ' +
          'labels that cost nothing. They keep D from forgetting what it knows of your images while G changes. It takes 50 to 50,000 ' +
          'images. A graphics card makes it fast; without one, WebAssembly trains small networks on the processor.'}
      </Terms>
    </p>
  )
}

function Papers() {
  return (
    <>
      <h3 className={classes.heading}>The papers it follows</h3>
      <ul className={classes.papers}>
        {PAPERS.map(({ by, title, id, gives }) => (
          <li key={id}>
            <Link to={`https://arxiv.org/abs/${id}`}>{title}</Link>
            <span>
              {by}: <NetworkLetters>{gives}</NetworkLetters>
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}

/** Opens in a new tab, so that training continues here. */
function Link({ to, children }: { to: string; children: string }) {
  return (
    <a href={to} target="_blank" rel="noreferrer">
      {children}
    </a>
  )
}
