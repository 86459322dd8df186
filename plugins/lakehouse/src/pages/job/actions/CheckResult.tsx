import { Alert, Button, Skeleton } from '@backstage/ui';
import {
  otherWarnings,
  type ChangeCheck,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { readError } from '../../../components/readError';
import type { Checked } from './useCheck';
import styles from './actions.module.css';

/** What a merge will do, and what stands in its way. */
export function CheckResult(props: { checked: Checked }) {
  const { check, loading, error, retry } = props.checked;
  if (error) {
    return (
      <Alert
        status="danger"
        icon
        title="Could not find out what this will do"
        description={readError(error).message}
        customActions={
          <Button size="small" variant="secondary" onPress={retry}>
            Try again
          </Button>
        }
      />
    );
  }
  if (loading) {
    return (
      <div role="status" aria-label="Finding out what this will do">
        <Skeleton width="80%" height={20} />
      </div>
    );
  }
  return check ? <Found check={check} /> : null;
}

function Found(props: { check: ChangeCheck }) {
  const { problems, consequences, fit, files, operations } = props.check;
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    return (
      <>
        {errors.map(({ path, message }) => (
          <Alert
            key={`${path} ${message}`}
            status="danger"
            icon
            title={message}
            // Of the object that the message is about.
            description={
              path?.replace(/^(objects\[\d+\]\.)?object(\.|$)/, '') || undefined
            }
          />
        ))}
      </>
    );
  }
  const gone = operations.filter(({ action }) => action === 'delete');
  return (
    <div role="status">
      <ul className={styles.consequences}>
        {consequences.map(sentence => (
          <li key={sentence}>{sentence}</li>
        ))}
        {otherWarnings(props.check).map(sentence => (
          <li key={sentence}>{sentence}</li>
        ))}
        {fit && <li>{fitSentence(fit)}</li>}
      </ul>
      <div className={styles.files}>
        {[
          ...files.map(({ path }) => path),
          ...gone.map(({ path }) => path),
        ].map(path => (
          <code key={path}>{path}</code>
        ))}
      </div>
    </div>
  );
}

function fitSentence({ fits, summary }: NonNullable<ChangeCheck['fit']>) {
  return `${fits ? 'It fits' : 'It does not fit now'}: it ${summary}.`;
}
