import { restApi } from '@lakefront/rest-client';

/** Where KFP's API is, and what it is called. */
export const api = restApi({
  server: 'Kubeflow Pipelines',
  prefix: '/apis/v2beta1',
  queryAdvice: 'the one of its UI ends before the #',
});

export const { pathOf } = api;
