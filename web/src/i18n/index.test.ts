import { describe, expect, it } from 'vitest';
import { fill } from '.';
import { en as enFirst } from './en';
import { account as enAccount } from './en/account';
import { administer as enAdminister } from './en/administer';
import { boundaries as enBoundaries } from './en/boundaries';
import { cases as enCases } from './en/cases';
import { certificate as enCertificate } from './en/certificate';
import { bring as enImport } from './en/import';
import { intake as enIntake } from './en/intake';
import { propose as enPropose } from './en/propose';
import { repair as enRepair } from './en/repair';
import { setup as enSetup } from './en/setup';
import { wall as enWall } from './en/wall';
import { zh as zhFirst } from './zh';
import { account as zhAccount } from './zh/account';
import { administer as zhAdminister } from './zh/administer';
import { boundaries as zhBoundaries } from './zh/boundaries';
import { cases as zhCases } from './zh/cases';
import { setup as zhSetup } from './zh/setup';
import { certificate as zhCertificate } from './zh/certificate';
import { bring as zhImport } from './zh/import';
import { intake as zhIntake } from './zh/intake';
import { propose as zhPropose } from './zh/propose';
import { repair as zhRepair } from './zh/repair';
import { wall as zhWall } from './zh/wall';

// The boundary screens bring their own words.
const zh = { ...zhFirst, boundaries: zhBoundaries, certificate: zhCertificate, import: zhImport, repair: zhRepair, wall: zhWall, setup: zhSetup, propose: zhPropose, account: zhAccount, administer: zhAdminister, cases: zhCases, intake: zhIntake };
const en = { ...enFirst, boundaries: enBoundaries, certificate: enCertificate, import: enImport, repair: enRepair, wall: enWall, setup: enSetup, propose: enPropose, account: enAccount, administer: enAdminister, cases: enCases, intake: enIntake };

const holes = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();

describe('the dictionaries', () => {
  const panels = Object.keys(zh) as (keyof typeof zh)[];
  it('hold the same panels', () => expect(Object.keys(en).sort()).toEqual([...panels].sort()));
  it.each(panels)('%s has the same keys and holes in both languages, and no empty text', (panel) => {
    const chinese = zh[panel] as Record<string, string>;
    const english = en[panel] as Record<string, string>;
    expect(Object.keys(english).sort()).toEqual(Object.keys(chinese).sort());
    for (const key of Object.keys(chinese)) {
      expect(chinese[key], `${panel}.${key}`).not.toBe('');
      expect(english[key], `${panel}.${key}`).not.toBe('');
      expect(holes(english[key] ?? ''), `${panel}.${key}`).toEqual(holes(chinese[key] ?? ''));
      expect(english[key], `${panel}.${key} is English`).not.toMatch(/[\u4e00-\u9fff]/);
    }
  });
});

describe('fill', () => {
  it('puts values into holes and leaves unknown holes alone', () => {
    expect(fill('共 {n} 件 {x}', { n: 3 })).toBe('共 3 件 {x}');
  });
});
