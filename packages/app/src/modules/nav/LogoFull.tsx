import { makeStyles } from '@material-ui/core';
import { LogoIcon } from './LogoIcon';

const useStyles = makeStyles({
  root: { display: 'flex', alignItems: 'center', gap: 10 },
  word: { color: '#fff', fontSize: 20, fontWeight: 600, letterSpacing: 0.2 },
});

export function LogoFull() {
  const classes = useStyles();
  return (
    <span className={classes.root}>
      <LogoIcon />
      <span className={classes.word}>Lakefront</span>
    </span>
  );
}
