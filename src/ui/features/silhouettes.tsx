// The silhouette score for each number of clusters that was tried.
import type { CSSProperties } from 'react'
import type { Clusters } from '../../spec/feature-analyses.ts'
import { formatFraction } from '../shared/format.ts'
import { Term } from '../terms/term.tsx'
import classes from './clusters.module.css'

export function Silhouettes({ clusters: { k, silhouettes } }: { clusters: Clusters }) {
  if (silhouettes.length === 0) return null
  const highest = Math.max(...silhouettes.map(({ silhouette }) => silhouette ?? 0), Number.MIN_VALUE)
  return (
    <details className={classes.silhouettes} open={silhouettes.length > 1} data-testid="silhouettes">
      <summary>How well the clusters separate</summary>
      <p>
        The <Term name="silhouette">silhouette</Term> for each number of clusters: 1 where every image is far nearer to its own cluster than
        to the next, 0 where it might as well be in either. The highest is what is suggested.
      </p>
      <ol className={classes.bars}>
        {silhouettes.map((tried) => (
          <li key={tried.k} data-chosen={tried.k === k}>
            <span className={classes.figure}>{formatFraction(tried.silhouette)}</span>
            <span
              className={classes.amount}
              style={{ '--share': Math.max(0, tried.silhouette ?? 0) / highest } as CSSProperties}
              aria-hidden="true"
            />
            <span>
              <span className="visually-hidden">for </span>
              {tried.k}
              <span className="visually-hidden">
                {' clusters'}
                {tried.k === k && ', shown'}
              </span>
            </span>
          </li>
        ))}
      </ol>
    </details>
  )
}
