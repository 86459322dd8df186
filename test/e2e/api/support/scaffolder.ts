import type { Person, PortalApi } from './PortalApi';
import { until } from './until';

export interface Task {
  id: string;
  status: 'open' | 'processing' | 'failed' | 'cancelled' | 'completed';
  createdBy?: string;
}

interface TaskEvent {
  id: number;
  type: 'log' | 'completion' | 'cancelled' | 'recovered';
  body: {
    message?: string;
    stepId?: string;
    status?: string;
    output?: { pullRequestUrl?: string; changeId?: string; changeUrl?: string };
    error?: { name: string; message: string };
  };
}

const OVER = ['failed', 'cancelled', 'completed'];

/** Starts a task of a template. */
export function startTask(
  portal: PortalApi,
  person: Person,
  values: object,
  template = 'template:default/spark-job',
  secrets: Record<string, string> = {},
) {
  return portal.as(person).post<{ id: string }>('/scaffolder/v2/tasks', {
    templateRef: template,
    values,
    secrets,
  });
}

/** The task once it is over, with its last output and what it said. */
export async function taskEnd(portal: PortalApi, person: Person, id: string) {
  const api = portal.as(person);
  const { body: task } = await until(
    () => api.get<Task>(`/scaffolder/v2/tasks/${id}`),
    ({ body }) => OVER.includes(body?.status),
    { what: `task ${id} is over`, seconds: 120 },
  );
  const { body: events } = await api.get<TaskEvent[]>(
    `/scaffolder/v2/tasks/${id}/events`,
  );
  const last = events.filter(({ type }) => type === 'completion').at(-1)?.body;
  return {
    task,
    output: last?.output ?? {},
    error: last?.error?.message,
    said: events.map(({ body }) => body.message ?? '').join('\n'),
  };
}
