import type { Said } from '../object/conditions';
import type { Expiry } from '../object/expiry';
import type { LakeFSBranch } from '../object/LakeFSBranch';
import { no, yes } from './sayings';

/** How an object stands towards its date, in words. */
export function saidOfExpiry({ spec }: LakeFSBranch, expiry: Expiry): Said {
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
