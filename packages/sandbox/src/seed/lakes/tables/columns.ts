export interface Column {
  name: string;
  type: 'long' | 'string' | 'double' | 'date' | 'timestamp';
  required?: boolean;
}
