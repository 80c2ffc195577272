// D: ½E[(D(x) - 1)²] + ½E[D(G(z))²], G: ½E[(D(G(z)) - 1)²] [Mao et al. 2017, eq. 9]
import { type AdversarialLoss, fake, mul, real, square, sub } from './expression.ts'

export const leastSquares: AdversarialLoss = {
  discriminator: [mul(0.5, square(sub(real, 1))), mul(0.5, square(fake))],
  generator: [mul(0.5, square(sub(fake, 1)))],
}
