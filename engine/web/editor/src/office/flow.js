// Values that stand elsewhere than in an extension: messages that are thrown, loops, called processes.
import { getBusinessObject, is } from 'bpmn-js/lib/util/ModelUtil';

import { extension } from './extension';

export function definitionOf(element, type) {
  return (getBusinessObject(element).get('eventDefinitions') || []).find(one => is(one, type));
}

function carrierOf(element) {
  return definitionOf(element, 'bpmn:MessageEventDefinition') || getBusinessObject(element);
}

export const throwsMessage = object => is(object, 'bpmn:SendTask') ||
  (is(object, 'bpmn:ThrowEvent') && (object.eventDefinitions || []).some(one => is(one, 'bpmn:MessageEventDefinition')));

// The name of the message: its own is renamed, one that others use too is left to them.
export const message = {
  read: element => carrierOf(element).get('messageRef')?.get('name') || '',
  write(element, name, { modeling, factory, definitions, uses }) {
    const holder = carrierOf(element);
    const roots = definitions().get('rootElements');
    const known = roots.find(root => is(root, 'bpmn:Message') && root.get('name') === name);
    const own = holder.get('messageRef');
    if (!name || known) {
      modeling.updateModdleProperties(element, holder, { messageRef: name ? known : undefined });
    } else if (own && uses(own) < 2) {
      modeling.updateModdleProperties(element, own, { name });
    } else {
      const made = factory.create('bpmn:Message', { name });
      made.$parent = definitions();
      modeling.updateModdleProperties(element, definitions(), { rootElements: [ ...roots, made ] });
      modeling.updateModdleProperties(element, holder, { messageRef: made });
    }
  }
};

const loopOf = element => getBusinessObject(element).get('loopCharacteristics');
export const loops = object => is(object.get('loopCharacteristics') || {}, 'bpmn:StandardLoopCharacteristics');

export const loopCondition = {
  read: element => loopOf(element)?.get('loopCondition')?.get('body') || '',
  write(element, body, { modeling, factory }) {
    const made = body ? factory.create('bpmn:FormalExpression', { body }) : undefined;
    if (made) {
      made.$parent = loopOf(element);
    }
    modeling.updateModdleProperties(element, loopOf(element), { loopCondition: made });
  }
};

export const loopMaximum = {
  read: element => String(loopOf(element)?.get('loopMaximum') ?? ''),
  write: (element, text, { modeling }) => modeling.updateModdleProperties(element, loopOf(element), { loopMaximum: /^\d{1,6}$/.test(text) ? Number(text) : undefined })
};

export const loopBefore = {
  read: element => Boolean(loopOf(element)?.get('testBefore')),
  write: (element, checked, { modeling }) => modeling.updateModdleProperties(element, loopOf(element), { testBefore: checked || undefined })
};

export const activation = {
  read: element => getBusinessObject(element).get('activationCondition')?.get('body') || '',
  write(element, body, { modeling, factory }) {
    const made = body ? factory.create('bpmn:FormalExpression', { body }) : undefined;
    if (made) {
      made.$parent = getBusinessObject(element);
    }
    modeling.updateProperties(element, { activationCondition: made });
  }
};

// One token is what nobody writes down.
// One token is what every activity takes: it is not shown as something that was filled in.
export const quantity = name => ({
  read: element => String(getBusinessObject(element).get(name) ?? 1).replace(/^1$/, ''),
  write: (element, text, { modeling }) => modeling.updateProperties(element, { [name]: /^[1-9]\d{0,3}$/.test(text) && text !== '1' ? Number(text) : undefined })
});

// All variables go over unless it says no: absent and true mean the same.
export const passes = name => ({
  read: element => extension(element, 'zeebe:CalledElement')?.get(name) !== false,
  write: (element, checked, extensions) => extensions.set(element, 'zeebe:CalledElement', { [name]: checked ? undefined : false })
});

// Inside an ad-hoc subprocess people choose what no flow reaches.
export const isChoice = object => object.$parent?.$type === 'bpmn:AdHocSubProcess' && !(object.incoming || []).length;

export const oneByOne = {
  read: element => element.businessObject.get('ordering') === 'Sequential',
  write: (element, checked, { modeling }) => modeling.updateProperties(element, { ordering: checked ? 'Sequential' : undefined })
};
