import { isDeepStrictEqual } from 'node:util';
import { isLakeFSStatus } from '@lakefront/lakefs-client';
import { judgeClaim } from '../claims/judgeClaim';
import type { Kube } from '../kube/Kube';
import { failureOf } from '../lake/failureOf';
import type { Lake } from '../lake/Lake';
import { RepositoryNotFound, type Snapshot } from '../lake/RepositoryView';
import { conditionOf, withCondition, type Said } from '../object/conditions';
import { DAY_MS, expiryOf, type Expiry } from '../object/expiry';
import {
  FINALIZER,
  type LakeFSBranch,
  type LakeFSBranchStatus,
} from '../object/LakeFSBranch';
import { branchOf, ownerOf } from '../object/names';
import type { Clock } from '../runtime/Clock';
import { deleteBranch, howToRestore, liftOurProtection } from './deleteBranch';
import { establish } from './establish';
import { deleteWithObject, rememberKept, targetsOf } from './finish';
import { factsOfNew, hasMoved, knownSourceHead, observe } from './observe';
import { intoOf, isPromotionDue, promote } from './promote';
import type { Again, Facts, Result } from './Result';
import { blocked, no, SLOW_MS, unknown, yes } from './sayings';

/** Which repositories a namespace may use, and how they are reached. */
export interface Lakes {
  /** Undefined: it may not, or there is no such server; nobody is told which. */
  find(
    namespace: string,
    place: { server: string; repository: string },
    signal: AbortSignal,
  ): Lake | undefined;
}

export interface ReconcilerOptions {
  /** Kept when the Kubernetes cluster is rebuilt. */
  clusterName: string;
  kube: Kube;
  lakes: Lakes;
  clock: Clock;
  random: () => number;
  /** Whether lakeFS may be asked now how a branch stands that moved. */
  mayObserve?: () => boolean;
  /** How old what is known of a repository may be. */
  maxAgeMs?: number;
}

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

  #lake(object: LakeFSBranch, signal: AbortSignal): Lake | undefined {
    return this.#options.lakes.find(
      object.metadata.namespace,
      object.spec,
      signal,
    );
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
      const { maxAgeMs = 60_000 } = this.#options;
      const snapshot = await lake.view.current(maxAgeMs, signal);
      const seen = this.seen(object, snapshot);
      return {
        result: await this.#bring(lake, object, branch, snapshot, refresh),
        seen,
      };
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      return { result: this.#failed(error, object) };
    }
  }

  async #bring(
    lake: Lake,
    object: LakeFSBranch,
    branch: string,
    snapshot: Snapshot,
    refresh: boolean,
  ): Promise<Result> {
    const { random, kube, mayObserve = () => true } = this.#options;
    const owner = this.#owner(object);
    const expiry = this.#expiry(object);
    const expired = expiry.state === 'expired';
    const established = await establish({
      ...{ object, branch, owner, lake, snapshot, expired, random },
    });
    if (established.kind === 'not') return established.result;

    const { head, made } = established;
    const { deleting = [] } = snapshot.entries.get(branch) ?? {};
    if (deleting.includes(owner)) {
      // Left by a delete that was cut off; one that is due begins anew.
      await liftOurProtection(lake, branch, owner);
      deleting.splice(deleting.indexOf(owner), 1);
    }
    if (made) {
      await kube.tell(object, {
        type: 'Normal',
        reason: made === 'created' ? 'Created' : 'Adopted',
        message: `Branch ${branch} of repository ${lake.repository} ${
          made === 'created' ? 'begins' : 'is taken over'
        } at ${head}.`,
      });
    }
    const ready = yes('Ready', `Branch ${branch} is there.`);
    const seen = { head, sourceHead: knownSourceHead(object, snapshot) };
    const base = { object, branch, ...seen };
    let facts: Facts = {};
    let again: Again | undefined;
    if (made === 'created') {
      facts = factsOfNew(branch, head);
    } else if (hasMoved(object, seen) || refresh) {
      // All of it later, where there is much to do: never a part of it.
      if (made || refresh || mayObserve()) facts = await observe(lake, base);
      else
        again = { kind: 'after', ms: 30_000 + Math.round(random() * 30_000) };
    }
    if (expired && object.spec.deletionPolicy === 'Delete') {
      const ended = await this.#deleteExpired(lake, object, branch, expiry);
      if (ended) {
        return { ...ended, facts: { ...facts, ...ended.facts } };
      }
    }
    const result: Result = { ready, facts, again };
    await this.#promote(lake, object, { branch, head, snapshot, result });
    return result;
  }

  async #promote(
    lake: Lake,
    object: LakeFSBranch,
    at: { branch: string; head: string; snapshot: Snapshot; result: Result },
  ): Promise<void> {
    const { kube } = this.#options;
    const { branch, head, snapshot, result } = at;
    if (!object.spec.promote) {
      result.promoted = null;
      return;
    }
    const intoHead = snapshot.branches.get(intoOf(object));
    if (!isPromotionDue(object, intoHead)) return;
    const owner = this.#owner(object);
    try {
      const done = await promote(lake, {
        ...{ object, owner, branch, head, intoHead },
      });
      result.promoted = done.promoted;
      result.facts = { ...result.facts, ...done.facts };
      result.again = soonest(result.again, done.again);
      const before = conditionOf(object.status?.conditions, 'Promoted');
      if (before?.reason !== done.promoted.reason || done.merged) {
        await kube.tell(object, {
          type: done.promoted.status === 'True' ? 'Normal' : 'Warning',
          reason: `Promote${done.promoted.reason}`,
          message: done.promoted.message,
        });
      }
    } catch (error) {
      const failure = failureOf(error, lake.server);
      if (!failure || lake.signal.aborted) throw error;
      // Whether it was merged is looked up the next time.
      result.promoted = unknown('Merging', failure.message);
      result.again = { kind: 'failed', atLeastMs: failure.retryAfterMs };
    }
  }

  /** A day after its date a branch under `Delete` goes, if nothing is lost by it. */
  async #deleteExpired(
    lake: Lake,
    object: LakeFSBranch,
    branch: string,
    expiry: Expiry,
  ): Promise<Result | undefined> {
    const { clock, kube } = this.#options;
    if (expiry.state !== 'expired' || clock.now() < expiry.deleteAt) {
      return undefined;
    }
    const { namespace, name, uid } = object.metadata;
    const owner = this.#owner(object);
    const deletion = await deleteBranch(lake, {
      ...{ branch, owner, clock, targets: targetsOf(object) },
      mayDelete: async () => {
        const now = await kube.read(namespace, name);
        return (
          now?.metadata.uid === uid &&
          now.spec.deletionPolicy === 'Delete' &&
          !now.metadata.deletionTimestamp &&
          isOverdue(now, clock.now()) &&
          !(await kube.isGoing(namespace))
        );
      },
    });
    if (deletion.kind === 'deleted') {
      const message = `Branch ${branch} expired on ${
        object.spec.expiresAt
      } and was deleted${howToRestore(deletion)}.`;
      await kube.tell(object, { type: 'Normal', reason: 'Expired', message });
      return { ready: no('Expired', message), facts: {} };
    }
    const message = `Branch ${branch} expired on ${object.spec.expiresAt} and is kept: ${deletion.message}`;
    await this.#keep(lake, object, branch, {
      ...deletion,
      ...{ message },
    });
    return {
      ready: yes('Kept', message),
      facts: {},
      again: { kind: 'after', ms: SLOW_MS },
    };
  }

  /** The object is being deleted: it may go, whatever becomes of the branch. */
  async #finish(object: LakeFSBranch, signal: AbortSignal): Promise<void> {
    const { kube, clock } = this.#options;
    const { namespace, finalizers = [] } = object.metadata;
    if (!finalizers.includes(FINALIZER)) return;
    const branch = branchOf(object);
    const lake = this.#lake(object, signal);
    const owner = this.#owner(object);
    if (
      branch !== undefined &&
      lake &&
      object.spec.deletionPolicy === 'Delete' &&
      !(await kube.isGoing(namespace)) &&
      (await this.#isMine(lake, object, branch))
    ) {
      const deletion = await deleteWithObject(lake, {
        ...{ object, branch, owner, kube, clock },
      });
      if (deletion.kind === 'deleted') {
        await kube.tell(object, {
          type: 'Normal',
          reason: 'BranchDeleted',
          message: deletion.tag
            ? `Branch ${branch} was deleted${howToRestore(deletion)}.`
            : `Branch ${branch} was gone already.`,
        });
      } else {
        await this.#keep(lake, object, branch, deletion);
      }
    }
    await kube.setFinalizer(object, false);
  }

  /** Says, where it is looked for, that a branch outlives what asked for it, and why. */
  async #keep(
    lake: Lake,
    object: LakeFSBranch,
    branch: string,
    { reason, message }: { reason: string; message: string },
  ): Promise<void> {
    const { kube, clock } = this.#options;
    const owner = this.#owner(object);
    const at = new Date(clock.now()).toISOString();
    const before = conditionOf(object.status?.conditions, 'Ready');
    if (before?.message === message) return;
    await rememberKept(lake, branch, { owner, at, reason, message });
    await kube.tell(object, {
      type: 'Warning',
      reason: 'BranchKept',
      message: `Branch ${branch} is kept: ${message}`,
    });
  }

  /** Read from lakeFS itself: what is deleted by it is not somebody else's. */
  async #isMine(
    lake: Lake,
    object: LakeFSBranch,
    branch: string,
  ): Promise<boolean> {
    try {
      const snapshot = await lake.view.current(0, lake.signal);
      const verdict = judgeClaim({
        owner: this.#owner(object),
        entries: snapshot.entries.get(branch),
        exists: snapshot.branches.has(branch),
        established: object.status?.commitId !== undefined,
        adopt: false,
      });
      return verdict.kind === 'mine';
    } catch (error) {
      if (lake.signal.aborted) throw error;
      return false;
    }
  }

  #failed(error: unknown, { spec }: LakeFSBranch): Result {
    if (
      error instanceof RepositoryNotFound ||
      isLakeFSStatus(error, 'not-found', 'gone')
    ) {
      return {
        ready: no(
          'RepositoryNotFound',
          `lakeFS server ${spec.server} has no repository ${spec.repository}, or has it no more. What is known of the branch is from before.`,
        ),
        facts: {},
        again: { kind: 'failed', atLeastMs: 60_000 },
      };
    }
    const failure = failureOf(error, spec.server);
    if (!failure) throw error;
    return {
      ready: unknown(failure.reason, failure.message),
      facts: {},
      again: { kind: 'failed', atLeastMs: failure.retryAfterMs },
    };
  }

  #expiry({ spec }: LakeFSBranch): Expiry {
    return expiryOf(spec.expiresAt, this.#options.clock.now());
  }

  #untilExpiry(object: LakeFSBranch): Again | undefined {
    const now = this.#options.clock.now();
    const expiry = this.#expiry(object);
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
    const status = this.#statusOf(object, result);
    if (isDeepStrictEqual(status, object.status)) return;
    await this.#options.kube.writeStatus(object, status);
  }

  #statusOf(object: LakeFSBranch, result: Result): LakeFSBranchStatus {
    const { generation } = object.metadata;
    const context = { now: this.#options.clock.now(), generation };
    let conditions = object.status?.conditions;
    const say = (
      type: 'Ready' | 'Promoted' | 'Expired' | 'Blocked',
      said: Said | undefined,
    ) => {
      conditions = withCondition(conditions, type, said, context);
    };
    say('Ready', result.ready);
    say('Blocked', result.blocked ?? no('NotBlocked', ''));
    say('Expired', saidOfExpiry(object, this.#expiry(object)));
    if (result.promoted !== undefined) {
      say('Promoted', result.promoted ?? undefined);
    }
    return withoutUndefined({
      ...object.status,
      ...result.facts,
      observedGeneration: generation,
      branch: branchOf(object),
      conditions,
    });
  }
}

function isOverdue({ spec }: LakeFSBranch, now: number): boolean {
  const expiry = expiryOf(spec.expiresAt, now);
  return expiry.state === 'expired' && now >= expiry.deleteAt;
}

function saidOfExpiry({ spec }: LakeFSBranch, expiry: Expiry): Said {
  switch (expiry.state) {
    case 'none':
      return no('NoDate', 'It has no date.');
    case 'ahead':
      return no('NotYet', `It expires on ${spec.expiresAt}.`);
    case 'unreadable':
      return no(
        'UnreadableDate',
        `'${spec.expiresAt}' is no RFC 3339 date or date-time: it never expires.`,
      );
    default:
      return yes(
        'Expired',
        spec.deletionPolicy === 'Delete'
          ? `Its date ${spec.expiresAt} is past: it is deleted after ${new Date(
              expiry.deleteAt,
            ).toISOString()}, unless work is lost by that.`
          : `Its date ${spec.expiresAt} is past. It stays, as deletionPolicy is Retain.`,
      );
  }
}

function soonest(
  one: Again | undefined,
  other: Again | undefined,
): Again | undefined {
  if (!one || !other) return one ?? other;
  // After a failure it is tried again soon anyway.
  if (one.kind === 'failed') return one;
  if (other.kind === 'failed') return other;
  return one.ms <= other.ms ? one : other;
}

function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(
    Object.entries(value).filter(([, item]) => item !== undefined),
  ) as T;
}
