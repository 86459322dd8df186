import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  eventsServiceRef,
  type HttpPostIngressOptions,
} from '@backstage/plugin-events-node';
import { eventsExtensionPoint } from '@backstage/plugin-events-node/alpha';
import { isSameRepository } from '@lakefront/backstage-plugin-lakehouse-node';
import { hostDoors, type HostDoor } from './doors';
import { HintGate, type Timer } from './HintGate';
import type { GitHint } from './toGitHint';
import type { Verifier } from './verifiers';

const HINT_TOPIC = 'lakehouse.git';

const after: Timer = (ms, callback) => {
  const timer = setTimeout(callback, ms);
  timer.unref();
  return () => clearTimeout(timer);
};

/**
 * The doors for webhooks of the Git hosts, `POST /api/events/http/lakehouse-<host>`:
 * what the host did not send is refused, and of the rest only where to look
 * goes on, as topic `lakehouse.git`. A host without a secret in config has no door.
 *
 * @public
 */
export const eventsModuleLakehouse = createBackendModule({
  pluginId: 'events',
  moduleId: 'lakehouse',
  register(reg) {
    reg.registerInit({
      deps: {
        config: coreServices.rootConfig,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        extensionPoint: eventsExtensionPoint,
        events: eventsServiceRef,
      },
      async init({ config, lifecycle, logger, extensionPoint, events }) {
        const repositories = (
          config.getOptionalConfigArray('lakehouse.gitops.repositories') ?? []
        ).map(repository => repository.getString('url'));
        const gate = new HintGate({
          after,
          async pass(hint) {
            try {
              await events.publish({ topic: HINT_TOPIC, eventPayload: hint });
            } catch (error) {
              logger.warn(`A hint of a Git host is lost: ${error}`);
            }
          },
        });
        lifecycle.addShutdownHook(() => gate.stop());
        const take = async (hint: GitHint | undefined) => {
          const ours =
            hint &&
            repositories.some(url => isSameRepository(url, hint.repositoryUrl));
          if (ours) {
            await gate.hint(hint);
          }
        };
        const webhooks = config.getOptionalConfig('lakehouse.gitops.webhooks');
        const open = hostDoors.filter(({ id }) => webhooks?.has(id));
        for (const door of open) {
          extensionPoint.addHttpPostIngress(
            toIngress(door, door.verifier(webhooks!.getConfig(door.id)), take),
          );
        }
        if (repositories.length > 0 && open.length === 0) {
          logger.info(
            'lakehouse.gitops.webhooks names no Git host: changes are followed by polling alone',
          );
        }
      },
    });
  },
});

function toIngress(
  door: HostDoor,
  isGenuine: Verifier,
  take: (hint: GitHint | undefined) => Promise<void>,
): HttpPostIngressOptions {
  return {
    // A topic of its own: of two doors for one, Backstage keeps the last.
    topic: `lakehouse-${door.id}`,
    async validator(request, context) {
      if (!isGenuine(request)) {
        context.reject({
          status: 403,
          payload: {
            message: `This is not signed with what lakehouse.gitops.webhooks.${door.id} says for ${door.title}`,
          },
        });
        return;
      }
      await take(door.readHint(request.body));
      // Ends here: a payload would go through the database of the events bus, up to 5 MB each.
      context.reject({ status: 202, payload: { status: 'accepted' } });
    },
  };
}
