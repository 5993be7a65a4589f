// Puts our groups in place of the library's where both would say the same.
import { is } from 'bpmn-js/lib/util/ModelUtil';
import { Group } from '@bpmn-io/properties-panel';

import { Extensions, carrier } from './extension';
import { GROUPS, entriesOf } from './fields';

const REPLACED = new Set([
  'form', 'assignmentDefinition', 'taskDefinition', 'calledDecision', 'script', 'userTaskImplementation',
  'businessRuleImplementation', 'scriptImplementation', 'Zeebe__TaskListeners', 'Zeebe__ExecutionListeners',
  'adHocSubProcessImplementation', 'outputPropagation', 'inputPropagation'
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
      const made = own.map(group => ({
        id: 'tata-group', label: group.label, component: Group, shouldOpen: true,
        entries: entriesOf(group, element, this.options)
      }));
      const general = kept.findIndex(group => group.id === 'general') + 1;
      return [ ...kept.slice(0, general), ...made, ...kept.slice(general) ];
    };
  }
}

OfficeProvider.$inject = [ 'propertiesPanel', 'officeOptions' ];

export default function office(options) {
  return {
    __init__: [ 'officeProvider' ],
    officeProvider: [ 'type', OfficeProvider ],
    officeExtensions: [ 'type', Extensions ],
    officeOptions: [ 'value', options ]
  };
}
