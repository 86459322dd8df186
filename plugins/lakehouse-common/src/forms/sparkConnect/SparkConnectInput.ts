import type { SparkFormInput } from '../spark/SparkFormInput';

/** What the form of `templates/spark-connect` asks for. The driver is the server. */
export type SparkConnectInput = SparkFormInput;
