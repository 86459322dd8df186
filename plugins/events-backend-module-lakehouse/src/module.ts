import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { eventsExtensionPoint } from '@backstage/plugin-events-node/alpha';
import { toGitHint } from './toGitHint';
import { verifyGiteaSignature } from './verifyGiteaSignature';

const GITEA_TOPIC = 'gitea';
const HINT_TOPIC = 'lakehouse.git';
const SECRET_KEY = 'lakehouse.gitops.webhooks.gitea.secret';

/**
 * The door for Gitea's webhooks, `POST /api/events/http/gitea`: refuses what is
 * not signed, and passes on as topic `lakehouse.git` only where to look.
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
        logger: coreServices.logger,
        extensionPoint: eventsExtensionPoint,
        events: eventsServiceRef,
      },
      async init({ config, logger, extensionPoint, events }) {
        const secret = config.getOptionalString(SECRET_KEY);
        if (!secret) {
          logger.warn(
            `${SECRET_KEY} is not set: webhooks of Gitea are refused, and changes are followed by polling`,
          );
        }
        extensionPoint.addHttpPostIngress({
          topic: GITEA_TOPIC,
          validator: async (request, context) => {
            const signed =
              secret !== undefined &&
              secret !== '' &&
              verifyGiteaSignature({
                secret,
                body: request.raw.body,
                signature: request.headers['x-gitea-signature'],
              });
            if (!signed) {
              context.reject({
                status: 403,
                payload: { message: 'The signature is missing or wrong' },
              });
            }
          },
        });
        await events.subscribe({
          id: 'lakehouse-gitea-hints',
          topics: [GITEA_TOPIC],
          async onEvent({ eventPayload }) {
            const hint = toGitHint(eventPayload);
            if (hint) {
              await events.publish({ topic: HINT_TOPIC, eventPayload: hint });
            }
          },
        });
      },
    });
  },
});
