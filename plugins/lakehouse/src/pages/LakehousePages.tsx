import { Route, Routes } from 'react-router-dom';
import { NotFoundErrorPage } from '@backstage/frontend-plugin-api';
import { ChangePage } from './changes/ChangePage';
import { ChangesPage } from './changes/ChangesPage';
import { ComputePage } from './compute/ComputePage';
import { DomainPage } from './domain/DomainPage';
import { HealthPage } from './health/HealthPage';
import { HomePage } from './home/HomePage';
import { JobPage } from './job/JobPage';
import { JobsPage } from './jobs/JobsPage';
import { BranchPage } from './lakefs/BranchPage';
import { RepositoriesPage } from './lakefs/RepositoriesPage';
import { RepositoryPage } from './lakefs/RepositoryPage';
import { PipelinesPage } from './pipelines/PipelinesPage';
import { Page } from './Page';

/** Every page by its address. */
export function LakehousePages() {
  return (
    <Page>
      <Routes>
        <Route path="/" element={<HomePage />} />
        <Route path="/domains/:domain" element={<DomainPage />} />
        <Route path="/jobs" element={<JobsPage />} />
        <Route path="/compute" element={<ComputePage />} />
        <Route
          path="/workloads/:kubernetesCluster/:namespace/:kind/:name"
          element={<JobPage />}
        />
        <Route path="/lakefs" element={<RepositoriesPage />} />
        <Route
          path="/lakefs/:server/:repository"
          element={<RepositoryPage />}
        />
        <Route
          path="/lakefs/:server/:repository/branches/:branch"
          element={<BranchPage />}
        />
        <Route path="/pipelines" element={<PipelinesPage />} />
        <Route path="/changes" element={<ChangesPage />} />
        <Route path="/changes/:id" element={<ChangePage />} />
        <Route path="/health" element={<HealthPage />} />
        <Route path="*" element={<NotFoundErrorPage />} />
      </Routes>
    </Page>
  );
}
