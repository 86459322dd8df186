import { SPARK_APPLICATIONS } from '../knownResources';
import type { KubeClient } from '../types';
import type { EventRecorder, RecordedEvent } from './EventRecorder';
import type { SparkApplication } from './SparkApplication';

/** Status and events of applications: everything that the operator says about one. */
export class ApplicationWriter {
  constructor(
    private readonly options: { client: KubeClient; recorder: EventRecorder },
  ) {}

  /** Merges into the status; null takes a field away. */
  patchStatus(app: SparkApplication, status: object): void {
    const { name, namespace } = app.metadata;
    this.options.client.patch(
      SPARK_APPLICATIONS,
      namespace,
      name,
      // The schema asks for driverInfo in every status.
      { status: { driverInfo: {}, ...status } },
      { type: 'merge', subresource: 'status' },
    );
  }

  say(
    app: SparkApplication,
    type: RecordedEvent['type'],
    reason: string,
    message: string,
  ): void {
    this.options.recorder.record(app, {
      type,
      reason,
      message,
      component: 'spark-application-controller',
    });
  }
}
