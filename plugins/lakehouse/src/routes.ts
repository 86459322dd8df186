import {
  createExternalRouteRef,
  createRouteRef,
} from '@backstage/frontend-plugin-api';

/** The front page; every other address is below it. @public */
export const rootRouteRef = createRouteRef();

/** The form of a software template, for the "New" buttons. @public */
export const templateRouteRef = createExternalRouteRef({
  params: ['namespace', 'templateName'],
  defaultTarget: 'scaffolder.selectedTemplate',
});
