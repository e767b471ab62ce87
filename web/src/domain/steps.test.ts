import { describe, expect, it } from 'vitest';
import type { Need, Step, Transition } from '../api/cases';
import { accepted, arrange, blank, bodyOf, fieldsOf, missing, since, untilBounds } from './steps';

const step = (transition: Transition, ...needs: Need[]): Step => ({ transition, needs, after_photo: null });
const names = (steps: Step[]): string[] => steps.map((one) => one.transition);

describe('the steps as buttons', () => {
  it('put the usual one first and the rare ones away', () => {
    const { main, beside, more } = arrange([step('merge'), step('void'), step('file'), step('reject'), step('edit')]);
    expect(main?.transition).toBe('file');
    expect(names(beside)).toEqual(['reject']);
    expect(names(more)).toEqual(['merge', 'void', 'edit']);
  });
  it('show a leader at a finished case the sample that he came for', () => {
    const { main, beside, more } = arrange([step('urge'), step('sample', 'result')]);
    expect(main).toBeNull();
    expect([names(beside), names(more)]).toEqual([['sample'], ['urge']]);
  });
  it('offer acceptance once, then handling', () => {
    const open = [step('accept'), step('handle'), step('return')];
    expect(arrange(open).main?.transition).toBe('accept');
    expect(arrange(open, true).main?.transition).toBe('handle');
    const past = (...kinds: string[]): { kind: string }[] => kinds.map((kind) => ({ kind }));
    expect(accepted(past('case_dispatched', 'case_accepted'))).toBe(true);
    expect(accepted(past('case_accepted', 'case_returned', 'case_dispatched'))).toBe(false);
    expect(accepted(past('case_dispatched'))).toBe(false);
  });
  it('have no first one where only marks are left', () => {
    const { main, more } = arrange([step('urge'), step('supervise')]);
    expect(main).toBeNull();
    expect(names(more)).toEqual(['urge', 'supervise']);
  });
});

describe('the form of a step', () => {
  it('asks exactly what its needs ask', () => {
    expect(fieldsOf(step('reject', 'pre_check', 'reason'), true)).toEqual([{ name: 'checked', needed: true }, { name: 'note', needed: true }]);
    expect(fieldsOf(step('accept'), true)).toEqual([]);
    expect(fieldsOf(step('suspend', 'until', 'reason'), true).map((one) => one.name)).toEqual(['until', 'note']);
  });
  it('may leave the post to the routing when it dispatches, and never otherwise', () => {
    expect(fieldsOf(step('dispatch', 'actor'), true)).toEqual([{ name: 'actor', needed: false }]);
    expect(fieldsOf(step('dispatch', 'actor'), false)).toEqual([{ name: 'actor', needed: true }]);
    expect(fieldsOf(step('hand_over', 'actor', 'reason'), true)[0]).toEqual({ name: 'actor', needed: true });
  });
  it('tells what is missing, and sends what was filled in', () => {
    const asked = fieldsOf(step('close', 'post_check', 'reason'), true);
    expect(missing(asked, { ...blank(), note: '  ' })).toEqual(['checked', 'note']);
    expect(bodyOf(asked, { ...blank(), checked: 'yes', note: ' 已清理 ', until: '2027-01-01' })).toEqual({ checked: true, note: '已清理' });
    expect(bodyOf(asked, blank())).toEqual({});
    expect(bodyOf(fieldsOf(step('merge', 'merge_into'), true), blank({ merge_into: '261124-00012' }))).toEqual({ merge_into: '261124-00012' });
  });
  it('asks for no case that follows from a sample or an appeal', () => {
    expect(fieldsOf(step('sample', 'result', 'linked_case'), true).map((one) => one.name)).toEqual(['result']);
    expect(fieldsOf(step('appeal', 'reason'), true).map((one) => one.name)).toEqual(['note']);
  });
});

describe('what happened meanwhile', () => {
  it('is what stands after the old end', () => {
    const event = (kind: string) => ({ kind }) as never;
    expect(since({ events: [event('a')] }, { events: [event('a'), event('b')] })).toEqual([{ kind: 'b' }]);
  });
});

describe('the end of a suspension', () => {
  it('is a day from tomorrow on, as the site counts days', () => {
    expect(untilBounds(Date.parse('2026-11-24T17:00:00Z'), 'Asia/Shanghai')).toEqual({ min: '2026-11-26', max: '2027-11-25' });
  });
});
