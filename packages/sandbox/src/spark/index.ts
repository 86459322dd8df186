export {
  OPERATOR_USER,
  startSparkOperator,
  type SparkOperatorOptions,
} from './startSparkOperator';
export type { Kubelet } from './Kubelet';
export { JOB_OUTCOMES, type JobOutcome } from './planJob';
