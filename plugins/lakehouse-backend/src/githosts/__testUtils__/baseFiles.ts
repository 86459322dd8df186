/** What the repository of every fake begins with. */
export const BASE_FILES = {
  'README.md': 'hello\n',
  'clusters/west/domains/sales/marker.yaml': 'kind: ConfigMap\n',
  'clusters/west/domains/sales/job/old.yaml': 'kind: Old\n',
};
