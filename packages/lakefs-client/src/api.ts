import { restApi } from '@lakefront/rest-client';

/** Where lakeFS' API is, and what it is called. */
export const api = restApi({ server: 'lakeFS', prefix: '/api/v1' });

export const { pathOf } = api;
