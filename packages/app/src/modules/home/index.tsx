import {
  createFrontendModule,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { Navigate } from 'react-router-dom';

/** The portal's front door is the lakehouse. */
export const homeModule = createFrontendModule({
  pluginId: 'app',
  extensions: [
    PageBlueprint.make({
      name: 'home',
      params: {
        path: '/',
        loader: async () => <Navigate to="/lakehouse" replace />,
      },
    }),
  ],
});
