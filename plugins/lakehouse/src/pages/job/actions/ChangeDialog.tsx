import { type ReactNode, useMemo, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import {
  Alert,
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
} from '@backstage/ui';
import { useApi, useApiHolder } from '@backstage/frontend-plugin-api';
import type { ProposeInput } from '@lakefront/backstage-plugin-lakehouse-common';
import { askGitToken, lakehouseApiRef } from '../../../api';
import { readError } from '../../../components/readError';
import { useLakehousePaths } from '../../../useLakehousePaths';
import { CheckResult } from './CheckResult';
import { newKey } from './newKey';
import { useCheck } from './useCheck';
import styles from './actions.module.css';

/** Says what a change will do before it is asked for, then opens its pull request. */
export function ChangeDialog(props: {
  title: string;
  /** What the button says: `Open a pull request to suspend daily-orders`. */
  action: string;
  /** Nothing while there is nothing to ask for yet. */
  input: ProposeInput | undefined;
  /** Something else is to be done first, e.g. to type the name. */
  isHeld?: boolean;
  isDestructive?: boolean;
  onClose(): void;
  children?: ReactNode;
}) {
  const { title, action, input, isHeld, isDestructive, onClose } = props;
  const apis = useApiHolder();
  const api = useApi(lakehouseApiRef);
  const paths = useLakehousePaths();
  const navigate = useNavigate();
  const checked = useCheck(input);
  const asked = JSON.stringify(input);
  // Asking again for the same is the same change, however often one presses.
  const idempotencyKey = useMemo(() => (asked ? newKey() : ''), [asked]);
  const [state, setState] = useState<{ busy?: boolean; error?: unknown }>({});

  const propose = async () => {
    if (!input) {
      return;
    }
    setState({ busy: true });
    try {
      const gitToken = await askGitToken(apis, input, { isInDialog: true });
      const change = await api.proposeChange(input, {
        ...{ idempotencyKey, gitToken },
      });
      navigate(paths.change(change.id));
    } catch (error) {
      setState({ error });
    }
  };

  return (
    <Dialog
      isOpen
      isDismissable
      width="min(680px, 94vw)"
      onOpenChange={open => !open && onClose()}
    >
      <DialogHeader>{title}</DialogHeader>
      <DialogBody>
        <div className={styles.body}>
          {props.children}
          <CheckResult checked={checked} />
          {state.error !== undefined && (
            <Alert
              status="danger"
              icon
              title="No pull request was opened"
              description={readError(state.error).message}
            />
          )}
        </div>
      </DialogBody>
      <DialogFooter className={styles.footer}>
        <Button variant="secondary" onPress={onClose}>
          Cancel
        </Button>
        <Button
          variant="primary"
          destructive={isDestructive}
          isDisabled={isHeld || !checked.check?.ok || state.busy}
          onPress={propose}
        >
          {state.busy ? 'Opening the pull request …' : action}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
