import type { OpenAPIObject } from 'openapi3-ts';
import { parameters } from './parameters';
import { paths } from './paths';
import { schemas } from './schemas';

/** The HTTP API; requests are checked against it before a handler sees them. */
export const spec: OpenAPIObject = {
  openapi: '3.0.3',
  info: {
    title: 'lakehouse',
    version: '1',
    description:
      'Domains, workloads, runs and change requests of a lakehouse, as far as the user may see them.',
    license: {
      name: 'Apache-2.0',
      url: 'http://www.apache.org/licenses/LICENSE-2.0.html',
    },
    contact: {},
  },
  servers: [{ url: '/' }],
  paths,
  components: { parameters, schemas },
};
