export {
  OPERATOR_USER,
  startSparkOperator,
  type SparkOperatorOptions,
} from './startSparkOperator';
export { JOB_OUTCOMES, type JobOutcome } from './planJob';
