import type { FakeRun } from '../../../plugins/lakehouse-backend/src/kubeflow/__testUtils__/FakeKubeflow';

const FIRST = Date.UTC(2026, 0, 1);
const APART_MS = 2 * 60_000;
const PIPELINES = 9;

/** One of many runs: of nine pipelines, one in twenty failed, one in a hundred archived. */
export function benchRun(index: number, namespace: string): FakeRun {
  const startedAt = FIRST + index * APART_MS;
  const time = (ms: number) => new Date(ms).toISOString().replace('.000Z', 'Z');
  return {
    namespace,
    run_id: runIdOf(index),
    display_name: `orders-features-${index % PIPELINES}-${time(startedAt)}`,
    created_at: time(startedAt),
    finished_at: time(startedAt + (1 + (index % 50)) * 60_000),
    state: index % 20 === 3 ? 'FAILED' : 'SUCCEEDED',
    ...(index % 100 === 0 && { storage_state: 'ARCHIVED' }),
    pipeline_version_reference: {
      pipeline_id: `pipeline-${index % PIPELINES}`,
      pipeline_version_id: `version-${index % PIPELINES}`,
    },
    runtime_config: { parameters: { day: time(startedAt).slice(0, 10) } },
  };
}

export function runIdOf(index: number): string {
  const scattered = (index * 2_654_435_761) % 4_294_967_296;
  return `${scattered.toString(16).padStart(8, '0')}-0000-4000-8000-${String(
    index,
  ).padStart(12, '0')}`;
}
