import ts from 'typescript';
import { declarationsOf, hasExample, published } from './docstrings';

it('every published function is found', () => {
  expect(published.length).toBeGreaterThan(45);
  expect(published.filter((each) => declarationsOf(each).length === 0)).toEqual([]);
});

it('every published function has an example', () => {
  const factories = published.filter((each) => !declarationsOf(each).some(ts.isClassDeclaration));
  expect(factories.length).toBeGreaterThan(40);
  expect(
    factories
      .filter((each) => !hasExample(declarationsOf(each)))
      .map(({ name, path }) => `${name} (${path})`),
  ).toEqual([]);
});
