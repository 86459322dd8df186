import type { TidyConfig } from '../../tidyConfig';
import { ChangeChecker } from '../check/ChangeChecker';
import { ChangeStore } from '../ChangeStore';
import { systemClock } from '../Clock';
import type { ChangeServiceOptions } from '../createChangeService';
import type { DefaultChangeService } from '../DefaultChangeService';
import { Tidier } from './Tidier';

/** Tidying, put together; it asks for its changes as everybody does. */
export function createTidier(
  options: Pick<
    ChangeServiceOptions,
    | 'knex'
    | 'reader'
    | 'kinds'
    | 'gitops'
    | 'hosts'
    | 'dryRuns'
    | 'steps'
    | 'logger'
    | 'clock'
  > & { config: TidyConfig; service: DefaultChangeService },
): Tidier {
  const { knex, service, clock = systemClock } = options;
  const parts = { ...options, clock, changes: new ChangeStore(knex) };
  return new Tidier({
    ...parts,
    checker: new ChangeChecker(parts),
    propose: (input, by) => service.proposeAsPortal(input, by),
  });
}
