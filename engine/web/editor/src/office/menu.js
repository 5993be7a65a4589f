// Only what the lint lets pass is offered: in the palette, in the menu that changes an element, and beside it.
import { is } from 'bpmn-js/lib/util/ModelUtil';
import * as replacing from 'bpmn-js/lib/features/replace/ReplaceOptions';

const LATE = 200;
const DRAWN_ONLY = [ 'create.data-object', 'create.data-store' ];
const LOOPS = { 'toggle-parallel-mi': 'multiInstanceLoopCharacteristics', 'toggle-sequential-mi': 'multiInstanceLoopCharacteristics', 'toggle-loop': 'standardLoopCharacteristics', 'toggle-adhoc': 'adHocSubProcess' };
const REFUSED_TOGGLES = [ 'toggle-participant-multiplicity', 'toggle-is-collection' ];

// Every option of the library's menu by the name of its entry.
const TARGETS = new Map([ ...Object.values(replacing), ...Object.values(replacing.TYPED_EVENT) ]
  .filter(Array.isArray).flat().filter(option => option.target).map(option => [ option.actionName, option.target ]));

class Menu {
  constructor(palette, popupMenu, contextPad, officeOptions, elementFactory, create, translate) {
    this.accepted = officeOptions.accepted;
    this.begin = event => create.start(event, elementFactory.createShape({ type: 'bpmn:UserTask' }));
    this.translate = translate;
    palette.registerProvider(LATE, { getPaletteEntries: () => entries => this.palette(entries) });
    popupMenu.registerProvider('bpmn-replace', LATE, {
      getPopupMenuEntries: element => entries => this.only(entries, name => this.mayBecome(element, name)),
      getPopupMenuHeaderEntries: () => entries => this.only(entries, name => this.mayToggle(name))
    });
    contextPad.registerProvider(LATE, { getContextPadEntries: () => entries => this.only(entries, name => this.mayAppend(name)) });
  }

  only(entries, allowed) {
    return this.accepted ? Object.fromEntries(Object.entries(entries).filter(([ name ]) => allowed(name))) : entries;
  }

  palette(entries) {
    const kept = this.only(entries, name => !DRAWN_ONLY.includes(name));
    const task = { group: 'activity', className: 'bpmn-icon-user-task', title: this.translate('Create user task'), action: { dragstart: this.begin, click: this.begin } };
    return Object.fromEntries(Object.entries(kept).flatMap(([ name, entry ]) => name === 'create.task' ? [ [ name, entry ], [ 'create.user-task', task ] ] : [ [ name, entry ] ]));
  }

  mayBecome(element, name) {
    const target = TARGETS.get(name);
    return !target || this.runs(target, element);
  }

  runs(target, element) {
    const kind = local(target.type);
    if (kind === 'participant') {
      return true;
    }
    const triggers = this.accepted[place(kind, element)];
    if (!triggers || target.instantiate || target.eventGatewayType === 'Parallel') {
      return false;
    }
    return !kind.endsWith('Event') || triggers.includes(trigger(target));
  }

  mayToggle(name) {
    return name in LOOPS ? LOOPS[name] in this.accepted : !REFUSED_TOGGLES.includes(name);
  }

  mayAppend(name) {
    const events = { 'append.condition-intermediate-event': 'conditional', 'append.signal-intermediate-event': 'signal' };
    return name in events ? this.accepted.intermediateCatchEvent.includes(events[name]) : name !== 'append.compensation-activity' || 'compensateEventDefinition' in this.accepted;
  }
}

Menu.$inject = [ 'palette', 'popupMenu', 'contextPad', 'officeOptions', 'elementFactory', 'create', 'translate' ];

function local(type) {
  const name = type.split(':')[1];
  return name[0].toLowerCase() + name.slice(1);
}

function trigger(target) {
  return target.eventDefinitionType ? local(target.eventDefinitionType).replace('EventDefinition', '') : 'none';
}

// A start event may begin other things inside a subprocess than at the top.
function place(kind, element) {
  const holder = element.businessObject?.$parent;
  if (kind !== 'startEvent' || !holder || !is(holder, 'bpmn:SubProcess')) {
    return kind;
  }
  return `${holder.triggeredByEvent ? 'handling' : 'embedded'} startEvent`;
}

export default { __init__: [ 'officeMenu' ], officeMenu: [ 'type', Menu ] };
