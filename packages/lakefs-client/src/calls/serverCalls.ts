import { json, nothing } from '@lakefront/rest-client';
import type { ServerCalls } from '../LakeFSClient';
import type { LakeFSRequester } from '../LakeFSRequester';
import { readConfig, readUserId } from '../shapes';

export function serverCalls(requester: LakeFSRequester): ServerCalls {
  return {
    healthy: options =>
      requester.send(
        { path: '/healthcheck', anonymous: true, read: nothing },
        options,
      ),
    config: options =>
      requester.send({ path: '/config', read: json(readConfig) }, options),
    currentUser: options =>
      requester.send({ path: '/user', read: json(readUserId) }, options),
  };
}
