/** A pipeline of the seed. */
export interface SeedPipeline {
  domain: 'sales' | 'risk';
  name: string;
  title: string;
  description: string;
  requestedBy: string;
  /** Oldest first. */
  versions: SeedVersion[];
}

export interface SeedVersion {
  name: string;
  title: string;
  /** The image in the compiled pipeline, and the one that this version has. */
  image?: { compiled: string; here: string };
}

export const SEED_PIPELINES: SeedPipeline[] = [
  {
    domain: 'sales',
    name: 'orders-features',
    title: 'Features of orders',
    description: 'Features of the orders of a day',
    requestedBy: 'mia',
    versions: [
      {
        name: 'orders-features-v1',
        title: '1.3',
        image: {
          compiled: 'registry.example.com/sales/features:1.4.0',
          here: 'registry.example.com/sales/features:1.3.2',
        },
      },
      { name: 'orders-features-v2', title: '1.4' },
    ],
  },
  {
    domain: 'sales',
    name: 'price-check',
    title: 'Price check',
    description: 'Whether the prices of a market can be right',
    requestedBy: 'ben',
    versions: [
      { name: 'price-check-v1', title: '0.9' },
      {
        // Nobody has pushed its image.
        name: 'price-check-v2',
        title: '1.0',
        image: {
          compiled: 'registry.example.com/sales/prices:0.9.0',
          here: 'registry.example.com/sales/prices:1.0.0-missing',
        },
      },
    ],
  },
  {
    domain: 'risk',
    name: 'payment-scores',
    title: 'Payment scores',
    description: 'Scores of the payments of a day',
    requestedBy: 'noah',
    versions: [{ name: 'payment-scores-v1', title: '2.3' }],
  },
];

/** Started each night by the pipeline starter. */
export const NIGHTLY = {
  domain: 'sales',
  name: 'orders-features-nightly',
  pipeline: 'orders-features',
  schedule: '0 3 * * *',
  timeZone: 'Europe/Berlin',
  parameters: { day: 'yesterday', limit: 5000 },
  requestedBy: 'mia',
};

/** Started four times a day by KFP itself. */
export const RECURRING = {
  domain: 'risk',
  name: 'payment-scores-recurring',
  pipeline: 'payment-scores',
  version: 'payment-scores-v1',
  /** Seconds first. */
  cron: '0 0 */6 * * *',
  parameters: { day: 'today', threshold: 0.8 },
  requestedBy: 'noah',
};
