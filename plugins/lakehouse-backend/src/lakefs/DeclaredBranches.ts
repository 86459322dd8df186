import type {
  BranchStanding,
  LakeFSAddress,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { LakehouseIndex } from '../index/LakehouseIndex';
import type { WorkloadRow } from '../index/rows';
import { repositoryKey } from './LakeFSBooks';

/** Id of the kind whose objects declare branches. */
export const BRANCH_KIND = 'lakefs-branch';

/** An object that declares a branch. */
export interface DeclaredBranch {
  row: WorkloadRow;
  standing: BranchStanding;
}

/** Branches of one repository to the objects that declare them; the same map while nothing changes. */
export type DeclaredByBranch = ReadonlyMap<string, readonly DeclaredBranch[]>;

const NONE: DeclaredByBranch = new Map();

/** Which branches objects of the index declare, of whatever domain. */
export class DeclaredBranches {
  readonly #index: Pick<LakehouseIndex, 'workloads'>;
  #byRepository: Map<string, Map<string, DeclaredBranch[]>> | undefined;

  constructor(index: Pick<LakehouseIndex, 'workloads'>) {
    this.#index = index;
    index.workloads.get(BRANCH_KIND)?.subscribe(({ key }) => {
      // News of the connection change no object.
      if (key !== undefined) {
        this.#byRepository = undefined;
      }
    });
  }

  of(address: LakeFSAddress): DeclaredByBranch {
    this.#byRepository ??= this.#read();
    return this.#byRepository.get(repositoryKey(address)) ?? NONE;
  }

  #read() {
    const found = new Map<string, Map<string, DeclaredBranch[]>>();
    this.#index.workloads.get(BRANCH_KIND)?.forEach({}, ({ row }) => {
      const { standing } = row.workload;
      if (!standing) {
        return;
      }
      const key = repositoryKey(standing);
      const branches = found.get(key) ?? new Map<string, DeclaredBranch[]>();
      found.set(key, branches);
      const others = branches.get(standing.branch) ?? [];
      branches.set(standing.branch, [...others, { row, standing }]);
    });
    return found;
  }
}
