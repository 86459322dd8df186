import { isDeepStrictEqual } from 'node:util';
import { judgeClaim } from '../claims/judgeClaim';
import type { Lake } from '../lake/Lake';
import type { Snapshot } from '../lake/RepositoryView';
import { DAY_MS, expiryOf } from '../object/expiry';
import { FINALIZER, type LakeFSBranch } from '../object/LakeFSBranch';
import { branchOf, ownerOf } from '../object/names';
import { intoOf } from '../object/targets';
import { bringBranch } from './bringBranch';
import { finish } from './finish';
import type { ReconcilerOptions } from './ReconcilerOptions';
import { soonest, type Again, type Result } from './Result';
import { resultOfFailure } from './resultOfFailure';
import { blocked } from './sayings';
import { statusOf } from './statusOf';
import type { Subject } from './Subject';

export interface Reconciled {
  again?: Again;
  /** What was seen of the branch; when that differs, it is time to look again. */
  seen?: string;
}

/** Brings one branch to what its object asks for, and tells on the object how it is. */
export class Reconciler {
  readonly #options: ReconcilerOptions;

  constructor(options: ReconcilerOptions) {
    this.#options = options;
  }

  /**
   * Rejects only where the API server failed, or `signal` was aborted.
   * `refresh` asks again what shows in nobody's head: uncommitted changes.
   */
  async reconcile(
    object: LakeFSBranch,
    signal: AbortSignal,
    { refresh = false } = {},
  ): Promise<Reconciled> {
    if (object.metadata.deletionTimestamp) {
      await this.#finish(object, signal);
      return {};
    }
    const { kube } = this.#options;
    const wantsFinalizer = object.spec.deletionPolicy === 'Delete';
    const hasFinalizer = (object.metadata.finalizers ?? []).includes(FINALIZER);
    let current: LakeFSBranch | undefined = object;
    if (wantsFinalizer !== hasFinalizer) {
      current = await kube.setFinalizer(object, wantsFinalizer);
      // Its next version comes by itself.
      if (!current) return {};
    }
    const { result, seen } = await this.#look(current, signal, refresh);
    await this.#write(current, result);
    return { again: soonest(result.again, this.#untilExpiry(current)), seen };
  }

  /** What a look at the object would see now; see `Reconciled.seen`. */
  seen(object: LakeFSBranch, snapshot: Snapshot): string {
    const branch = branchOf(object) ?? '';
    const entries = snapshot.entries.get(branch);
    const { kind } = judgeClaim({
      owner: this.#owner(object),
      entries,
      exists: snapshot.branches.has(branch),
      established: object.status?.commitId !== undefined,
      adopt: object.spec.adopt === 'IfUnowned',
    });
    const into = object.spec.promote && snapshot.branches.get(intoOf(object));
    return JSON.stringify([
      kind,
      snapshot.branches.get(branch),
      snapshot.branches.get(object.spec.source),
      into,
      (entries?.deleting.length ?? 0) > 0,
    ]);
  }

  #owner(object: LakeFSBranch): string {
    return ownerOf(this.#options.clusterName, object.metadata);
  }

  #subject(object: LakeFSBranch, branch: string, lake: Lake): Subject {
    const { kube, clock, random } = this.#options;
    const owner = this.#owner(object);
    return { object, branch, owner, lake, kube, clock, random };
  }

  #lake(object: LakeFSBranch, signal: AbortSignal): Lake | undefined {
    const { namespace } = object.metadata;
    return this.#options.lakes.find(namespace, object.spec, signal);
  }

  async #look(
    object: LakeFSBranch,
    signal: AbortSignal,
    refresh: boolean,
  ): Promise<{ result: Result; seen?: string }> {
    const { spec } = object;
    const branch = branchOf(object);
    if (branch === undefined) {
      const message = `'${object.metadata.name}' is no branch id of lakeFS (letters, digits, '_' and '-'): name one in spec.branch.`;
      return { result: blocked('InvalidBranch', message) };
    }
    const lake = this.#lake(object, signal);
    if (!lake) {
      const message = `This namespace may not use repository ${spec.repository} of lakeFS server ${spec.server}. Whoever keeps the domain's settings lists the repositories that it may use.`;
      return { result: blocked('NotAllowed', message) };
    }
    try {
      const { maxAgeMs = 60_000, mayObserve = () => true } = this.#options;
      const snapshot = await lake.view.current(maxAgeMs, signal);
      const seen = this.seen(object, snapshot);
      const subject = this.#subject(object, branch, lake);
      const options = { snapshot, refresh, mayObserve };
      return { result: await bringBranch(subject, options), seen };
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      return { result: resultOfFailure(error, object) };
    }
  }

  /** The object is being deleted: it may go, whatever becomes of the branch. */
  async #finish(object: LakeFSBranch, signal: AbortSignal): Promise<void> {
    if (!(object.metadata.finalizers ?? []).includes(FINALIZER)) return;
    const branch = branchOf(object);
    const lake = this.#lake(object, signal);
    if (branch !== undefined && lake) {
      await finish(this.#subject(object, branch, lake));
    }
    await this.#options.kube.setFinalizer(object, false);
  }

  #untilExpiry({ spec }: LakeFSBranch): Again | undefined {
    const now = this.#options.clock.now();
    const expiry = expiryOf(spec.expiresAt, now);
    const times =
      expiry.state === 'ahead' || expiry.state === 'expired'
        ? [expiry.at, expiry.at + DAY_MS]
        : [];
    const next = times.find(time => time > now);
    return next === undefined
      ? undefined
      : { kind: 'after', ms: Math.max(1_000, next - now) };
  }

  async #write(object: LakeFSBranch, result: Result): Promise<void> {
    const { kube, clock } = this.#options;
    const status = statusOf(object, result, clock.now());
    if (isDeepStrictEqual(status, object.status)) return;
    await kube.writeStatus(object, status);
  }
}
