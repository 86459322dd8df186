import type { SparkFormInput } from '../spark/SparkFormInput';

/** What the form of `templates/spark-job` asks for. */
export interface SparkApplicationInput extends SparkFormInput {
  language: 'Python' | 'Scala' | 'Java' | 'SQL';
  mainFile: string;
  mainClass?: string;
  arguments?: string[];
  /** Name of a volume of the domain's settings, for shuffle and spill. */
  shuffleVolume?: string;
  retries?: number;
}
