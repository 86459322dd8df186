import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { PipelineRow } from '@lakefront/backstage-plugin-lakehouse-common';
import type { LakehouseApi } from '../api';
import { domainDetailFixture, liveFreshness, settingsFixture } from './domains';
import { fieldTests } from './fieldTests';
import {
  liveKubeflow,
  pipelineDetailFixture,
  pipelineFixture,
  versionDetailFixture,
  versionFixture,
} from './kubeflow';

const listOf = (items: PipelineRow[]) => ({
  ...{ items, freshness: liveFreshness },
  ...{ kubeflow: liveKubeflow, backfill: [] },
});
const versions = ['v2', 'v1'].map(title =>
  versionFixture({ name: `orders-features-${title}`, title }),
);

/** A domain whose settings say this of Kubeflow. */
export const withKubeflow = (kubeflow?: object): Partial<LakehouseApi> => ({
  getDomain: async () => ({
    ...domainDetailFixture,
    settings: { west: { ...settingsFixture, kubeflow } },
  }),
});
/** What starts runs, as settings have it. */
export const starter = {
  image: 'x',
  serviceAccount: 'y',
  endpoint: 'http://z',
};

/** A domain with one pipeline. */
const answers: Partial<LakehouseApi> = {
  ...withKubeflow({ starter }),
  listPipelines: async ({ q = '' }) =>
    listOf([pipelineFixture()].filter(({ name }) => name.includes(q))),
  getPipeline: async () => ({ ...pipelineDetailFixture, versions }),
  getPipelineVersion: async () => versionDetailFixture,
  listWorkloads: async () => ({
    ...{ items: [], freshness: liveFreshness, version: 'v', total: 0 },
  }),
  listChanges: async () => ({ items: [], freshness: liveFreshness }),
};

/** Of fields about pipelines. */
export const { renderField, errorsOf } = fieldTests(answers);

/** Opens a list and takes an option. */
export const choose = async (label: RegExp, option: RegExp) => {
  await userEvent.click(screen.getByLabelText(label));
  await userEvent.click(
    within(await screen.findByRole('listbox')).getByText(option),
  );
};
