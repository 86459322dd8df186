import { useState } from 'react';
import {
  Alert,
  Button,
  Checkbox,
  Link,
  Select,
  Skeleton,
  TextField,
} from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import type {
  BranchStanding,
  LakeFSPromotionPreview,
  Workload,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { lakehouseApiRef } from '../../../api';
import { LiveValue } from '../../../components/Region';
import { useLive } from '../../../live';
import { useLakehousePaths } from '../../../useLakehousePaths';
import { PromotionPreview } from '../../lakefs/PromotionPreview';
import {
  isHeld,
  messageOfAnotherTry,
  promotionValues,
  refusedBefore,
  type MergeStrategy,
} from '../../lakefs/promotion';
import { RefPicker } from '../../lakefs/RefPicker';
import { shortId } from '../../lakefs/shortId';
import { ChangeDialog } from './ChangeDialog';
import { inputOf } from './inputOf';
import styles from './actions.module.css';

const NEITHER = 'neither';

/** Shows what a merge would bring and what stands in its way, then asks for just that. */
export function PromoteDialog(props: {
  workload: Workload;
  standing: BranchStanding;
  verb: { id: string; title: string };
  onClose(): void;
}) {
  const { workload, standing, verb, onClose } = props;
  const { kind, name } = workload;
  const paths = useLakehousePaths();
  const [into, setInto] = useState(standing.promotion?.into ?? standing.source);
  const [strategy, setStrategy] = useState<MergeStrategy>();
  const [squash, setSquash] = useState(false);
  const [typed, setTyped] = useState<string>();
  const [openedAt] = useState(Date.now);
  const { live, seen, movedTo, look } = usePreview(standing, into);
  const before = seen && refusedBefore(standing.promotion, seen);
  const message = typed ?? (before ? messageOfAnotherTry(seen, openedAt) : '');
  const held = !seen || movedTo !== undefined || isHeld(seen, strategy);
  return (
    <ChangeDialog
      title={`${verb.title} ${standing.branch}`}
      action={`Open a pull request to ${
        before ? 'try again to merge' : 'merge'
      } ${seen ? shortId(seen.commitId) : 'it'} into ${into}`}
      input={
        held
          ? undefined
          : inputOf(workload, {
              ...{ kind, name, action: 'verb', verb: verb.id },
              values: promotionValues({
                ...{ commit: seen.commitId, into },
                ...{ strategy, squash, message },
              }),
            })
      }
      onClose={onClose}
    >
      <RefPicker
        label="Into branch"
        address={standing}
        value={into}
        onChange={setInto}
        branchesOnly
      />
      {movedTo && (
        <Alert
          status="warning"
          icon
          title={`${
            standing.branch
          } has moved since: its last commit is ${shortId(movedTo)} now`}
          description="What you see is from before. Look at it again to ask for what is there now."
          customActions={
            <Button size="small" variant="secondary" onPress={look}>
              Look again
            </Button>
          }
        />
      )}
      {before && (
        <Alert
          status="warning"
          icon
          title={before.title}
          description={before.wayOn}
          customActions={
            before.hookRun && (
              <Link
                href={paths.lakefsBranch(
                  { ...standing, branch: into },
                  { tab: 'hooks', run: before.hookRun },
                )}
              >
                All that the hooks printed
              </Link>
            )
          }
        />
      )}
      <LiveValue
        live={{ ...live, value: seen }}
        what="what would be merged"
        skeleton={
          <div role="status" aria-label="Finding out what would be merged">
            <Skeleton width="100%" height={160} />
          </div>
        }
      >
        {preview => (
          <PromotionPreview
            address={standing}
            preview={preview}
            strategy={strategy}
          />
        )}
      </LiveValue>
      <div className={styles.fields}>
        <Select
          size="small"
          label="Where both sides changed the same"
          options={[
            { id: NEITHER, label: 'it is a conflict' },
            { id: 'source-wins', label: `${standing.branch} wins` },
            { id: 'dest-wins', label: `${into} wins` },
          ]}
          value={strategy ?? NEITHER}
          onChange={key =>
            setStrategy(
              key === NEITHER ? undefined : (String(key) as MergeStrategy),
            )
          }
        />
        <TextField
          size="small"
          label="Message of the merge"
          value={message}
          onChange={setTyped}
        />
        <Checkbox isSelected={squash} onChange={setSquash}>
          As one commit
        </Checkbox>
      </div>
    </ChangeDialog>
  );
}

/**
 * What somebody has seen is what they ask for: a branch that moves meanwhile
 * changes nothing of it until they look again. All else stays up to date.
 */
function usePreview(standing: BranchStanding, into: string) {
  const { server, repository, branch } = standing;
  const api = useApi(lakehouseApiRef);
  const key = JSON.stringify(['promotion', server, repository, branch, into]);
  const live = useLive<LakeFSPromotionPreview>(
    key,
    signal =>
      api.previewLakeFSPromotion(
        { server, repository },
        { branch, into },
        { signal },
      ),
    { isWoken: false },
  );
  const [first, setFirst] = useState<{
    key: string;
    value: LakeFSPromotionPreview;
  }>();
  const known = first?.key === key ? first.value : undefined;
  const { value } = live;
  if (
    value &&
    value !== known &&
    value.commitId === (known ?? value).commitId
  ) {
    // Kept while rendering: an effect would show the old one once more.
    setFirst({ key, value });
  }
  return {
    live,
    seen: known,
    movedTo:
      known && value && value.commitId !== known.commitId
        ? value.commitId
        : undefined,
    look: () => value && setFirst({ key, value }),
  };
}
