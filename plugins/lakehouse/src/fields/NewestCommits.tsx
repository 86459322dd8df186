import FormControl from '@material-ui/core/FormControl';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import FormHelperText from '@material-ui/core/FormHelperText';
import FormLabel from '@material-ui/core/FormLabel';
import Radio from '@material-ui/core/Radio';
import RadioGroup from '@material-ui/core/RadioGroup';
import { useApi } from '@backstage/core-plugin-api';
import type { LakeFSAddress } from '@lakefront/backstage-plugin-lakehouse-common';
import { lakehouseApiRef } from '../api';
import { RelativeTime } from '../components/RelativeTime';
import { isCommitId } from './lakefsPlace';
import { notRead } from './unanswered';
import { useAsked } from './useAsked';

const NEWEST = 5;

/** The newest commits of a branch or tag: it as it is then, or one of them. */
export function NewestCommits(props: {
  repository: LakeFSAddress;
  /** The branch, tag or commit. */
  reference: string;
  /** What is chosen: the reference, or one of its commits. */
  value: string;
  onChange(value: string): void;
}) {
  const { repository, reference, value, onChange } = props;
  const { server, repository: name } = repository;
  const api = useApi(lakehouseApiRef);
  const { value: found, error } = useAsked(
    () => api.listLakeFSCommits(repository, { ref: reference, limit: NEWEST }),
    [api, server, name, reference],
  );
  if (error) {
    return (
      <FormHelperText error>
        {notRead(`The commits of ${reference}`, error)}
      </FormHelperText>
    );
  }
  const commits = found?.items ?? [];
  return (
    <FormControl component="fieldset" margin="dense" fullWidth>
      <FormLabel component="legend">Which commit</FormLabel>
      <RadioGroup
        value={value}
        onChange={event => onChange(event.target.value)}
      >
        {!isCommitId(reference) && (
          <FormControlLabel
            value={reference}
            control={<Radio size="small" color="primary" />}
            label={`The newest when it is made${
              found && commits.length === 0 ? '; there is none yet' : ''
            }`}
          />
        )}
        {commits.map(({ id, message, committer, createdAt }) => (
          <FormControlLabel
            key={id}
            value={id}
            control={<Radio size="small" color="primary" />}
            label={
              <>
                <code>{id.slice(0, 12)}</code> {message.split('\n')[0]}
                <small>
                  {' '}
                  {committer && `· ${committer} `}·{' '}
                  <RelativeTime time={createdAt} />
                </small>
              </>
            }
          />
        ))}
      </RadioGroup>
    </FormControl>
  );
}
