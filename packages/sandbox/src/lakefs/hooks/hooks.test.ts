import { parseAction } from './parseAction';
import { runHook } from './runHook';

const lua = (script: string) =>
  runHook({ id: 'h', type: 'lua', properties: { script } });

describe('a hook', () => {
  it('prints, and says yes', () => {
    expect(
      lua('-- a look\n\nprint("a\\tb")\nprint(\'it "is" fine\') -- yes\n'),
    ).toEqual({
      output: 'a\tb\nit "is" fine\n',
    });
  });

  it('says no, with what it printed before', () => {
    expect(lua('print("looked")\nerror(\'no\')\nprint("after")')).toEqual({
      output:
        'looked\nError: action failed: runtime error: [string "lua"]:2: no\nstack traceback:\n\t[Go]: in ?\n\t[string "lua"]:2: in main chunk\n',
      error: expect.stringContaining('[string "lua"]:2: no'),
    });
  });

  it.each([
    ['lua', { script: 'os.exit()' }],
    ['lua', { script: 'print("a", "b")' }],
    ['lua', { script_path: 'x.lua' }],
    ['webhook', { url: 'http://localhost:1' }],
  ])('of %s %j says that the sandbox can not', (type, properties) => {
    expect(runHook({ id: 'h', type, properties }).error).toContain('sandbox');
  });
});

describe('a file of actions', () => {
  it('is read', () => {
    expect(
      parseAction(
        'name: gate\non:\n  pre-merge:\nhooks:\n  - id: a\n    type: lua\n',
      ),
    ).toEqual({
      name: 'gate',
      on: { 'pre-merge': null },
      hooks: [{ id: 'a', type: 'lua', properties: {} }],
    });
  });

  it.each([
    ['on: {pre-merge: }', "'name' is required"],
    ['name: x\non: {pre-merge: }', "'name' is invalid"],
    ['name: gate', "'on' is required"],
    ['name: gate\non: {pre-merge: }\nhooks: [{type: lua}]', 'missing ID'],
    ['[', ''],
    ['', "'name' is required"],
  ])('%j is none', (text, why) => {
    expect(() => parseAction(text)).toThrow(why);
  });
});
