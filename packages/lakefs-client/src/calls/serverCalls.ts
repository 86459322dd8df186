import { json, nothing, type Requester } from '../http/Requester';
import type { ServerCalls } from '../LakeFSClient';
import { readConfig, readUserId } from '../shapes';

export function serverCalls(requester: Requester): ServerCalls {
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
