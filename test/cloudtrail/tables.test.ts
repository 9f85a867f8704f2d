import { describe, expect, it } from 'vitest';
import { actionsOf } from '../../src/cloudtrail/event-actions.ts';
import { eventSourceOf, prefixesOf } from '../../src/cloudtrail/event-source.ts';
import { EVENT_SOURCES } from '../../src/cloudtrail/event-source-labels.ts';
import { DATA_EVENTS } from '../../src/cloudtrail/observability/data-events.ts';
import { MANAGEMENT_SERVICES } from '../../src/cloudtrail/observability/managed-services.ts';
import { NEVER_SEEN } from '../../src/cloudtrail/observability/never-seen.ts';
import { PASSING_CALLS } from '../../src/cloudtrail/pass-role.ts';
import { ANY_OF, RENAMES } from '../../src/cloudtrail/renames/rename-table.ts';
import { SECONDARY_ROWS } from '../../src/cloudtrail/secondary-actions.ts';
import { loadCatalog } from '../../src/iam/catalog/load-catalog.ts';

const catalog = await loadCatalog();
const unknownOf = (actions: readonly string[]) =>
  actions.filter((action) => catalog.indexOf(action) === undefined || catalog.canonical(action as never) !== action);

describe('the tables of exceptions', () => {
  it.each([...RENAMES, ...ANY_OF])(
    '%s leads to actions of the catalogue, in its spelling',
    (_event, actions, reason) => {
      expect(unknownOf(actions)).toEqual([]);
      expect(reason).not.toBe('');
    },
  );

  it('name no event twice', () => {
    const events = [...RENAMES, ...ANY_OF].map(([event]) => event.toLowerCase());
    expect(events.filter((event, at) => events.indexOf(event) !== at)).toEqual([]);
  });

  it('rename no event to its own name in vain', () => {
    const idle = RENAMES.filter(([event, [action]]) => event === action);
    expect(idle.map(([event]) => event)).toEqual(['s3:GetAccelerateConfiguration']);
  });

  it('name further checks of the catalogue, beside events that can be mapped', () => {
    for (const { events, actions } of SECONDARY_ROWS) {
      expect(unknownOf(actions)).toEqual([]);
      for (const event of events) {
        const [prefix = '', eventName = ''] = event.split(':');
        expect({ event, ...actionsOf({ eventSource: eventSourceOf(prefix), eventName }, catalog) }).toMatchObject({
          event,
          unknownIn: [],
        });
      }
    }
  });

  it('name calls that pass roles by their action', () => {
    expect(unknownOf([...PASSING_CALLS])).toEqual([]);
  });

  it('say of known actions only what could show them', () => {
    for (const { service, actions } of [...DATA_EVENTS, ...NEVER_SEEN]) {
      expect(catalog.hasService(service)).toBe(true);
      if (actions !== '*') expect(unknownOf(actions.map((name) => `${service}:${name}`))).toEqual([]);
    }
    for (const row of MANAGEMENT_SERVICES) {
      const names = [row.only, row.unconfirmed, row.noOperation, row.checkedBeside].flatMap((list) => list ?? []);
      expect(unknownOf(names.map((name) => `${row.service}:${name}`))).toEqual([]);
    }
  });

  it('lead every event source to a service of the catalogue, and name none twice', () => {
    for (const [label, prefixes] of EVENT_SOURCES) {
      expect({ label, known: prefixes.filter((prefix) => catalog.hasService(prefix)).length > 0 }).toEqual({
        label,
        known: true,
      });
    }
    const labels = EVENT_SOURCES.map(([label]) => label);
    expect(new Set(labels).size).toBe(labels.length);
  });
});

describe('event sources', () => {
  it('lead back to the prefix that they are the source of, for every service', () => {
    for (const prefix of catalog.services()) {
      expect(prefixesOf(eventSourceOf(prefix), catalog)).toContain(prefix);
    }
  });

  it.each([
    ['monitoring.amazonaws.com', 'cloudwatch'],
    ['runtime.lex.amazonaws.com', 'lex'],
    ['streams.dynamodb.amazonaws.com', 'dynamodb'],
    ['ecs.amazonaws.com.cn', 'ecs'],
    ['some.new.sagemaker.amazonaws.com', 'sagemaker'],
    ['ec2.sagemaker.amazonaws.com', 'sagemaker'],
    ['ec2.unheard-of.amazonaws.com', 'ec2'],
    ['app-mesh.amazonaws.com', 'appmesh'],
    ['nobody-knows.amazonaws.com', 'nobody-knows'],
  ])('%s belongs to %s', (eventSource, prefix) => {
    expect(prefixesOf(eventSource, catalog)[0]).toBe(prefix);
  });
});
