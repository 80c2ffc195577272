// The words of the field that stand on the page, each explained in a sentence or two. Loaded with the first explanation that is asked for.

/** @property id arXiv identifier */
interface Paper {
  readonly by: string
  readonly id: string
}

interface TermWords {
  readonly title: string
  readonly text: string
  /** Where it comes from. */
  readonly paper?: Paper
}

const SSGAN: Paper = { by: 'Chen et al. 2019', id: '1811.11212' }
const S3GAN: Paper = { by: 'Lucic, Tschannen et al. 2019', id: '1903.02271' }

export const TERMS = {
  gan: {
    title: 'GAN',
    text: 'A generative adversarial network: two networks that play against each other. One draws pictures, the other tells them from real ones, and each gets better because the other does.',
    paper: { by: 'Goodfellow et al. 2014', id: '1406.2661' },
  },
  generator: {
    title: 'G, the generator',
    text: 'The network that draws: random numbers go in, a picture comes out. It never sees the real images; it only learns what the discriminator says of its pictures.',
  },
  discriminator: {
    title: 'D, the discriminator',
    text: 'The network that judges: a picture goes in, and out comes how real it looks, and here also by how many quarter turns it is turned.',
  },
  'self-supervision': {
    title: 'Self-supervision',
    text: 'Learning from questions whose answers are known without anybody labelling the images: whoever turns an image knows by how much.',
    paper: SSGAN,
  },
  latent: {
    title: 'Latent',
    text: 'The list of random numbers that the generator makes one picture of, also called z. Latents that are close together give pictures that are alike.',
  },
  seed: {
    title: 'Seed',
    text: 'A number from which random numbers are computed. The same seed always gives the same ones, so a sample can be found again by it.',
  },
  step: { title: 'Step', text: 'One update of the generator, together with the updates of the discriminator that belong to it.' },
  kimg: {
    title: 'kimg',
    text: 'Thousands of real images that the discriminator has seen. It says how far a run is whatever the size of its batches.',
  },
  ema: {
    title: 'EMA, exponential moving average',
    text: 'A copy of the generator whose weights are the mean of those of the last steps, recent ones counting most. It flickers less and draws better, so all samples come from it.',
    paper: { by: 'Yazıcı et al. 2018', id: '1806.04498' },
  },
  loss: {
    title: 'Loss',
    text: 'The number that a network is trained to make smaller. In a GAN the loss of one rises when the other gets better, so a falling loss alone is no success.',
  },
  adversarial: {
    title: 'Adversarial loss',
    text: 'The part of a loss that is about real or fake: the two networks want the opposite of each other.',
    paper: { by: 'Goodfellow et al. 2014', id: '1406.2661' },
  },
  logit: {
    title: 'Logit',
    text: 'What the discriminator says of an image, as a number without limits: above 0 it leans to real, below 0 to fake.',
  },
  hinge: {
    title: 'Hinge loss',
    text: 'The discriminator is asked for logits above 1 on real images and below −1 on fakes; what is beyond that no longer counts.',
    paper: { by: 'Lim and Ye 2017', id: '1705.02894' },
  },
  'non-saturating': {
    title: 'Non-saturating loss',
    text: 'The loss of the first GAN, in the form that still gives the generator a direction when the discriminator is sure that its pictures are fake.',
    paper: { by: 'Goodfellow et al. 2014', id: '1406.2661' },
  },
  relativistic: {
    title: 'Relativistic loss',
    text: 'It asks whether a real image looks more real than a fake, instead of judging each by itself.',
    paper: { by: 'Jolicoeur-Martineau 2018', id: '1807.00734' },
  },
  r1: {
    title: 'R1, a gradient penalty',
    text: 'It keeps what the discriminator says from changing steeply around real images, so that the generator gets a direction that it can follow.',
    paper: { by: 'Mescheder et al. 2018', id: '1801.04406' },
  },
  'rotation-accuracy': {
    title: 'Rotation accuracy',
    text: 'The share of turned images of which the discriminator says rightly by how many quarter turns they are turned. Guessing is right in 25 % of them.',
    paper: SSGAN,
  },
  'rotation-loss': {
    title: 'Rotation loss',
    text: 'The part of a loss that is about which way is up: small where the right one of the four rotations is given a high probability.',
    paper: SSGAN,
  },
  alpha: { title: 'Alpha', text: 'The weight of the rotation loss in the loss of the generator.', paper: SSGAN },
  beta: { title: 'Beta', text: 'The weight of the rotation loss in the loss of the discriminator.', paper: SSGAN },
  'learning-rate': {
    title: 'Learning rate',
    text: 'How far the weights of a network move at each update. Too high and it forgets what it knew, too low and it takes for ever.',
  },
  adam: {
    title: 'Adam',
    text: 'The method that turns gradients into changes of the weights: it averages their direction and divides by their usual size.',
    paper: { by: 'Kingma and Ba 2014', id: '1412.6980' },
  },
  augmentation: {
    title: 'Augmentation',
    text: 'Every image that the discriminator sees, real or fake, is changed a little by chance. So it cannot learn a few images by heart, and the generator does not copy the changes.',
    paper: { by: 'Zhao et al. 2020', id: '2006.10738' },
  },
  sndcgan: {
    title: 'SNDCGAN',
    text: 'A pair of plain convolutional networks, those of DCGAN with spectral norm in the discriminator.',
    paper: { by: 'Miyato et al. 2018', id: '1802.05957' },
  },
  resnet: {
    title: 'ResNet',
    text: 'Networks made of residual blocks: each block adds to what goes into it instead of replacing it, which makes deep networks easier to train.',
    paper: { by: 'He et al. 2015', id: '1512.03385' },
  },
  'spectral-norm': {
    title: 'Spectral norm',
    text: 'Each layer of the discriminator is divided by the most that it can stretch anything. So what it says cannot change too steeply from one image to the next.',
    paper: { by: 'Miyato et al. 2018', id: '1802.05957' },
  },
  'batch-norm': {
    title: 'Batch norm',
    text: 'It shifts and scales the numbers between two layers to mean 0 and deviation 1 over a batch, and then by what the layer has learnt.',
    paper: { by: 'Ioffe and Szegedy 2015', id: '1502.03167' },
  },
  'self-modulation': {
    title: 'Self-modulation',
    text: 'The latent also decides how each layer of the generator shifts and scales its numbers, instead of only entering at the first one.',
    paper: { by: 'Chen et al. 2018', id: '1810.01365' },
  },
  conditioning: {
    title: 'Classes, or conditioning',
    text: 'Both networks are told of each image which kind it is. The generator can then be asked for one kind.',
    paper: S3GAN,
  },
  'k-means': {
    title: 'k-means',
    text: 'It sorts images into k groups: each belongs to the group whose mean is nearest, and the means move until nothing changes.',
  },
  snapshot: { title: 'Snapshot', text: 'The networks of a run as they were at one step, kept so that one can go back to them.' },
  features: {
    title: 'Features',
    text: 'What a network computes of an image in one of its layers: a few hundred numbers that say what it sees. Images that look alike to it have features that are close.',
  },
  fid: {
    title: 'FID, Fréchet distance',
    text: 'How far the features of the samples are from those of real images, by their mean and covariance. Lower is better; only numbers of the same network and as many images compare.',
    paper: { by: 'Heusel et al. 2017', id: '1706.08500' },
  },
  kid: {
    title: 'KID, kernel distance',
    text: 'Like FID, but also fair with few images. Lower is better, and 0 is as good as real.',
    paper: { by: 'Bińkowski et al. 2018', id: '1801.01401' },
  },
  precision: {
    title: 'Precision',
    text: 'The share of samples that lie where real images lie: how many of them look real.',
    paper: { by: 'Kynkäänniemi et al. 2019', id: '1904.06991' },
  },
  recall: {
    title: 'Recall',
    text: 'The share of real images that lie where samples lie: how much of their variety is reached.',
    paper: { by: 'Kynkäänniemi et al. 2019', id: '1904.06991' },
  },
  density: {
    title: 'Density',
    text: 'Like precision, but it counts in how many neighbourhoods of real images a sample lies, so that single odd images do not decide.',
    paper: { by: 'Naeem et al. 2020', id: '2002.09797' },
  },
  coverage: {
    title: 'Coverage',
    text: 'The share of real images that have a sample among their nearest neighbours: like recall, but odd samples do not inflate it.',
    paper: { by: 'Naeem et al. 2020', id: '2002.09797' },
  },
  slerp: {
    title: 'Slerp, spherical interpolation',
    text: 'From one latent to another along an arc, at constant speed. All latents on the way are about as long as those the generator knows.',
  },
  lerp: {
    title: 'Lerp, linear interpolation',
    text: 'From one latent to another in a straight line. Half-way the latents would be shorter than those the generator knows, so they are lengthened again.',
  },
  probe: {
    title: 'Linear probe',
    text: 'The simplest classifier there is, trained on the features of a layer: how well it does says how much that layer has learnt about what the images show.',
  },
  silhouette: {
    title: 'Silhouette',
    text: 'For each image, how much nearer it is to its own group than to the next one; the mean over all images.',
  },
  umap: {
    title: 'UMAP',
    text: 'It lays points with many numbers out on a plane so that neighbours stay neighbours. Distances between far islands mean little.',
    paper: { by: 'McInnes et al. 2018', id: '1802.03426' },
  },
  cosine: {
    title: 'Cosine similarity',
    text: 'How much two lists of features point in the same direction, whatever their lengths: 1 is the same direction.',
  },
  onnx: { title: 'ONNX', text: 'A format for networks that many programs can run, in many languages.' },
  safetensors: {
    title: 'Safetensors',
    text: 'A file of named arrays of numbers that holds nothing that could be run, so that it is safe to open.',
  },
} as const satisfies Readonly<Record<string, TermWords>>

export type TermName = keyof typeof TERMS

export const wordsOfTerm = (name: TermName): TermWords => TERMS[name]
