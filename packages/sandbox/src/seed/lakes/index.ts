import type { LakeHost } from '../../lakefs';
import { seedRiskLake } from './riskLake';
import { seedSalesLake } from './salesLake';

/** The repositories of the sandbox, with their past. */
export function seedLakes(host: LakeHost): void {
  seedSalesLake(host);
  seedRiskLake(host);
}
