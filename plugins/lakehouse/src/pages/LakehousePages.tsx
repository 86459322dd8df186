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
import { CompareRunsPage } from './pipelines/CompareRunsPage';
import { RunPage } from './pipelines/RunPage';
import { PipelinePage } from './pipelines/PipelinePage';
import { PipelinesPage } from './pipelines/PipelinesPage';
import { VersionPage } from './pipelines/VersionPage';
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
        <Route
          path="/pipelines/pipeline/:kubernetesCluster/:namespace/:name"
          element={<PipelinePage />}
        />
        <Route
          path="/pipelines/version/:kubernetesCluster/:namespace/:name"
          element={<VersionPage />}
        />
        <Route path="/pipelines/compare" element={<CompareRunsPage />} />
        <Route
          path="/pipelines/run/:kubernetesCluster/:namespace/:runId"
          element={<RunPage />}
        />
        <Route path="/changes" element={<ChangesPage />} />
        <Route path="/changes/:id" element={<ChangePage />} />
        <Route path="/health" element={<HealthPage />} />
        <Route path="*" element={<NotFoundErrorPage />} />
      </Routes>
    </Page>
  );
}
