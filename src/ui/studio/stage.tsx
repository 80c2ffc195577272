// The large picture.
import classes from './stage.module.css'

export function Stage() {
  return <div className={classes.stage} data-testid="studio-picture" />
}
