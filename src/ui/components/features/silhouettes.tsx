// How well the groups part, for each number of groups that was tried.
import type { Clusters } from '../../../spec/studies.ts'
import { formatValue } from '../../text/format.ts'
import classes from './clusters.module.css'

export function Silhouettes({ clusters: { k, silhouettes } }: { clusters: Clusters }) {
  if (silhouettes.length === 0) return null
  const highest = Math.max(...silhouettes.map(({ silhouette }) => silhouette ?? 0), Number.MIN_VALUE)
  return (
    <details className={classes.silhouettes} open={silhouettes.length > 1} data-testid="silhouettes">
      <summary>How well the groups part</summary>
      <p>
        The silhouette: 1 where every image is far nearer to its own group than to the next, 0 where it might as well be in either. The
        highest is what is suggested.
      </p>
      <table>
        <thead>
          <tr>
            <th scope="col">Groups</th>
            <th scope="col">Silhouette</th>
          </tr>
        </thead>
        <tbody>
          {silhouettes.map((tried) => (
            <tr key={tried.k} data-chosen={tried.k === k}>
              <th scope="row">
                {tried.k}
                {tried.k === k && <span className="visually-hidden"> (shown)</span>}
              </th>
              <td>
                <span className={classes.amount} style={{ width: `${(100 * Math.max(0, tried.silhouette ?? 0)) / highest}%` }} />
                <span>{formatValue(tried.silhouette)}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}
