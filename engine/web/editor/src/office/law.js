// The legal numbers an element names, with what they are today, from where, and whether anybody vouched for them.
import { jsx } from '@bpmn-io/properties-panel/preact/jsx-runtime';
import { getBusinessObject } from 'bpmn-js/lib/util/ModelUtil';

const NAMED = /parameter\(\s*"([^"]+)"/g;
const PARTS = [ 'eventDefinitions', 'extensionElements', 'loopCharacteristics', 'conditionExpression', 'values', 'properties',
  'inputParameters', 'outputParameters', 'timeDate', 'timeDuration', 'timeCycle', 'condition', 'loopCondition', 'completionCondition', 'loopCardinality' ];

export function keysOf(element) {
  const found = new Set();
  collect(getBusinessObject(element), found, 0);
  return [ ...found ].sort();
}

function collect(object, found, depth) {
  if (!object || depth > 6) {
    return;
  }
  Object.entries({ ...object, ...object.$attrs }).forEach(([ name, value ]) => {
    if (typeof value === 'string') {
      [ ...value.matchAll(NAMED) ].forEach(match => found.add(match[1]));
    } else if (PARTS.includes(name)) {
      [ value ].flat().forEach(part => collect(part, found, depth + 1));
    }
  });
}

export function lawOf(element, law = []) {
  const known = new Map(law.map(row => [ row.key, row ]));
  return keysOf(element).map((key, index) => ({ id: `tata-law-${index}`, component: Row, row: known.get(key) || { key, label: key, value: 'tidak dikenal', source: '' } }));
}

function Row({ row }) {
  return jsx('div', { class: 'bio-properties-panel-entry tata-law', children: [
    jsx('div', { class: 'tata-law__name', children: row.label }),
    jsx('div', { class: 'tata-law__value', children: row.value }),
    jsx('div', { class: 'tata-law__source', children: `${row.source}${row.example ? ' (contoh, belum ditetapkan)' : ''}` })
  ] });
}
