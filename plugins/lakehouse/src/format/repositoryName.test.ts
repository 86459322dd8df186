import { repositoryName } from './repositoryName';

it.each([
  ['http://localhost:7071/lakehouse/gitops', 'lakehouse/gitops'],
  ['https://git.example.com/a/b.git', 'a/b'],
  ['lakehouse/gitops', 'lakehouse/gitops'],
])('%s is %s', (repository, name) => {
  expect(repositoryName(repository)).toBe(name);
});
