import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import { DryRunStatus, TestStatus, toMutantRunResult } from '@stryker-mutator/api/test-runner';
import { expect } from 'expect';
import { ModuleMocker } from 'jest-mock';
import { createRequire } from 'node:module';
import { resolve, sep } from 'node:path';
import { performance } from 'node:perf_hooks';
import { clearTimeout, setTimeout } from 'node:timers';
import { format } from 'node:util';
import { register } from 'tsx/cjs/api';

/**
 * @typedef {() => unknown} Step
 * @typedef {{ readonly name: string, readonly parent: Group | undefined, readonly each: Step[], readonly eachEnd: Step[], readonly all: Step[], readonly allEnd: Step[] }} Group
 * @typedef {{ readonly id: string, readonly file: string, readonly group: Group, readonly run: Step }} Test
 */

/** How long a spec may take, by what it takes without a mutant. */
const limitOf = (ms) => 5_000 + 10 * ms;

/**
 * Runs specs in the process of the mutation run: their modules are loaded once, and not for each mutant, which takes a tenth of the
 * time that jest takes. For specs that need nothing of jest but `describe`, `it`, `each`, the hooks, `expect` and `jest.spyOn`.
 */
class InProcessRunner {
  static inject = ['options'];
  /** @type {Test[]} */
  tests = [];
  times = new Map();

  constructor(options) {
    this.specs = options.inProcess.specs;
    this.stryker = globalThis.__stryker__ ??= {};
    // A mutant leaves promises behind that nobody waits for.
    process.on('unhandledRejection', () => undefined);
    process.on('uncaughtException', () => undefined);
  }

  capabilities() {
    return { reloadEnvironment: true };
  }

  init() {
    register();
    this.require = createRequire(resolve('spec.cjs'));
    return Promise.resolve();
  }

  async dryRun() {
    this.load();
    const results = [];
    for (const test of this.tests) {
      this.stryker.currentTestId = test.id;
      const started = performance.now();
      const failure = await run([test], () => 60_000);
      const ms = performance.now() - started;
      this.times.set(test.id, ms);
      results.push(resultOf(test, failure, ms));
      if (failure !== undefined) break;
    }
    this.stryker.currentTestId = undefined;
    const { mutantCoverage } = this.stryker;
    return { status: DryRunStatus.Complete, tests: results, mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit, mutantActivation, reloadEnvironment }) {
    const { stryker } = this;
    Object.assign(stryker, { hitLimit, hitCount: hitLimit === undefined ? undefined : 0 });
    stryker.activeMutant = mutantActivation === 'static' ? activeMutant.id : undefined;
    if (reloadEnvironment || this.tests.length === 0) this.load();
    stryker.activeMutant = activeMutant.id;
    const wanted = testFilter && new Set(testFilter);
    // The quick ones first: one that fails is enough.
    const tests = this.tests
      .filter(({ id }) => wanted?.has(id) ?? true)
      .sort((one, other) => (this.times.get(one.id) ?? 0) - (this.times.get(other.id) ?? 0));
    const results = [];
    for (const test of tests) {
      const failure = await run([test], () => limitOf(this.times.get(test.id) ?? 0));
      results.push(resultOf(test, failure, 1));
      if (failure !== undefined) break;
    }
    stryker.activeMutant = undefined;
    if (hitLimit !== undefined && stryker.hitCount > hitLimit)
      return { status: 'timeout', reason: `Hit limit reached (${stryker.hitCount}/${hitLimit})` };
    return toMutantRunResult({ status: DryRunStatus.Complete, tests: results }, false);
  }

  /** Loads the specs and all that they are about, once more. */
  load() {
    const own = process.cwd() + sep;
    const { cache } = this.require;
    for (const file of Object.keys(cache))
      if (file.startsWith(own) && !file.includes(`${sep}node_modules${sep}`)) delete cache[file];
    this.tests = [];
    for (const file of this.specs) {
      collect(this.tests, file);
      this.require(resolve(file));
    }
  }
}

const resultOf = ({ id, file }, failure, timeSpentMs) => ({
  id,
  name: id,
  fileName: resolve(file),
  timeSpentMs,
  ...(failure === undefined
    ? { status: TestStatus.Success }
    : { status: TestStatus.Failed, failureMessage: String(failure?.stack ?? failure) }),
});

/** Makes the globals of a spec, which add what it describes to `tests`. */
function collect(tests, file) {
  const groupOf = (name, parent) => ({ name, parent, each: [], eachEnd: [], all: [], allEnd: [] });
  let group = groupOf('', undefined);
  const describe = (name, body) => {
    const outer = group;
    group = groupOf(name, outer);
    body();
    group = outer;
  };
  const it = (name, body) => {
    const names = [name];
    for (let each = group; each !== undefined; each = each.parent) names.unshift(each.name);
    const id = `${file} ${names.join(' ')}`;
    const alike = tests.filter((test) => test.id === id || test.id.startsWith(`${id} #`)).length;
    tests.push({ id: alike === 0 ? id : `${id} #${alike}`, file, group, run: body });
  };
  const table = (add) => (rows) => (name, body) => {
    for (const row of rows) {
      const values = Array.isArray(row) ? row : [row];
      add(format(name, ...values), () => body(...values));
    }
  };
  const skip = Object.assign(() => undefined, { each: () => () => undefined });
  const hook = (kind) => (step) => void group[kind].push(step);
  Object.assign(globalThis, {
    describe: Object.assign(describe, { each: table(describe), skip }),
    it: Object.assign(it, { each: table(it), skip }),
    beforeEach: hook('each'),
    afterEach: hook('eachEnd'),
    beforeAll: hook('all'),
    afterAll: hook('allEnd'),
    expect,
    jest: new ModuleMocker(globalThis),
  });
}

/** Runs specs, with the hooks around each of them; what failed first. */
async function run(tests, limit) {
  for (const test of tests) {
    const groups = [];
    for (let { group } = test; group !== undefined; group = group.parent) groups.unshift(group);
    const steps = (kind) => groups.flatMap((group) => group[kind]);
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error('The spec takes too long.')), limit(test));
    });
    const all = async (list) => {
      for (const step of list) await step();
    };
    let failure;
    const attempt = (list) =>
      Promise.race([all(list), late]).catch((error) => {
        failure ??= error ?? new Error('It failed.');
      });
    await attempt([...steps('all'), ...steps('each'), test.run]);
    await attempt([...steps('eachEnd').reverse(), ...steps('allEnd').reverse()]);
    clearTimeout(timer);
    if (failure !== undefined) return failure;
  }
  return undefined;
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'in-process', InProcessRunner)];
export const strykerValidationSchema = { properties: { inProcess: { type: 'object' } } };
