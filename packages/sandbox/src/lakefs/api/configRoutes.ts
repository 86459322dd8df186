import { Router } from 'express';
import type { LakeHost } from '../host/LakeHost';
import { answer, handle, userOf } from './answers';

const VERSION = { version: 'dev', version_context: 'lakeFS' };

const STORAGE = {
  blockstore_description: '',
  blockstore_id: '',
  blockstore_namespace_ValidityRegex: '^local://',
  blockstore_namespace_example: 'local://example-bucket/',
  blockstore_type: 'local',
  default_namespace_prefix: 'local://',
  import_support: false,
  import_validity_regex: '^local://',
  pre_sign_multipart_upload: false,
  pre_sign_support: false,
  pre_sign_support_ui: false,
};

export function configRoutes(host: LakeHost): Router {
  const startedAt = Math.floor(host.clock.now() / 1000);
  const router = Router();

  router.get(
    '/config',
    handle((_, response) => {
      answer(response, {
        capabilities_config: {},
        storage_config: STORAGE,
        storage_config_list: [],
        ui_config: {},
        version_config: VERSION,
      });
    }),
  );

  router.get(
    '/config/version',
    handle((_, response) => {
      answer(response, VERSION);
    }),
  );

  router.get(
    '/config/storage',
    handle((_, response) => {
      answer(response, STORAGE);
    }),
  );

  router.get(
    '/user',
    handle((_, response) => {
      answer(response, {
        user: {
          creation_date: startedAt,
          email: '',
          friendly_name: '',
          id: userOf(response).name,
        },
      });
    }),
  );

  return router;
}
