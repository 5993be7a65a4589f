// Puts our groups in place of the library's where both would say the same.
import { is } from 'bpmn-js/lib/util/ModelUtil';
import { Group } from '@bpmn-io/properties-panel';

import { Extensions, carrier } from './extension';
import { GROUPS, entriesOf } from './fields';
import { lawOf } from './law';
import menu from './menu';

const REPLACED = new Set([
  'form', 'assignmentDefinition', 'taskDefinition', 'calledDecision', 'script', 'userTaskImplementation',
  'businessRuleImplementation', 'scriptImplementation', 'Zeebe__TaskListeners', 'Zeebe__ExecutionListeners',
  'adHocSubProcessImplementation', 'outputPropagation', 'inputPropagation', 'calledElement'
]);
const LAST = 100;

class OfficeProvider {
  constructor(propertiesPanel, officeOptions) {
    this.options = officeOptions;
    propertiesPanel.registerProvider(LAST, this);
  }

  getGroups(element) {
    return groups => {
      const kept = groups.filter(group => !REPLACED.has(group.id));
      const own = GROUPS.filter(group => is(element, group.type) && (!group.when || group.when(carrier(element))));
      const made = own.map((group, index) => ({
        id: index ? `tata-group-${index}` : 'tata-group', label: group.label, component: Group, shouldOpen: !group.rare,
        entries: entriesOf(group, element, this.options)
      }));
      const law = lawOf(element, this.options.law);
      if (law.length) {
        made.push({ id: 'tata-law', label: 'Angka hukum', component: Group, shouldOpen: true, entries: law });
      }
      kept.filter(group => group.id === 'event-condition').forEach(group => { group.entries = group.entries.filter(entry => entry.id === 'condition'); });
      const general = kept.findIndex(group => group.id === 'general') + 1;
      return [ ...kept.slice(0, general), ...made, ...kept.slice(general) ];
    };
  }
}

OfficeProvider.$inject = [ 'propertiesPanel', 'officeOptions' ];

export default function office(options) {
  return {
    __depends__: [ menu ],
    __init__: [ 'officeProvider' ],
    officeProvider: [ 'type', OfficeProvider ],
    officeExtensions: [ 'type', Extensions ],
    officeOptions: [ 'value', options ]
  };
}
