// Reading and writing zeebe extension elements; every write is one undoable command.
import { getBusinessObject, is } from 'bpmn-js/lib/util/ModelUtil';

// What a participant (pool) says belongs to the process inside it.
export function carrier(element) {
  const object = getBusinessObject(element);
  return is(object, 'bpmn:Participant') && object.processRef ? object.processRef : object;
}

export function extension(element, type) {
  const values = carrier(element).get('extensionElements')?.get('values') || [];
  return values.find(value => is(value, type));
}

export class Extensions {
  constructor(modeling, bpmnFactory, bpmnjs, elementRegistry) {
    this.modeling = modeling;
    this.factory = bpmnFactory;
    this.definitions = () => bpmnjs.getDefinitions();
    this.uses = root => elementRegistry.filter(element => !element.labelTarget && refersTo(element.businessObject, root)).length;
  }

  // Set attributes of one extension element, making it where there is none; nothing removes an attribute, false stays.
  set(element, type, attributes) {
    const found = extension(element, type);
    if (found) {
      const changed = Object.fromEntries(Object.entries(attributes).map(([ name, value ]) => [ name, value === false ? false : value || undefined ]));
      this.modeling.updateModdleProperties(element, found, changed);
    } else {
      this.add(element, this.factory.create(type, attributes));
    }
  }

  remove(element, type) {
    const found = extension(element, type);
    if (found) {
      const holder = carrier(element).extensionElements;
      this.modeling.updateModdleProperties(element, holder, { values: holder.values.filter(value => value !== found) });
    }
  }

  add(element, made) {
    const object = carrier(element);
    const holder = object.get('extensionElements');
    if (holder) {
      made.$parent = holder;
      this.modeling.updateModdleProperties(element, holder, { values: [ ...holder.get('values'), made ] });
      return;
    }
    const fresh = this.factory.create('bpmn:ExtensionElements', { values: [ made ] });
    fresh.$parent = object;
    made.$parent = fresh;
    this.modeling.updateModdleProperties(element, object, { extensionElements: fresh });
  }

  // One entry of a list (zeebe:Properties, zeebe:TaskHeaders): name → value, "" removes it.
  setEntry(element, list, name, value) {
    const { type, item, members, key } = list;
    const found = extension(element, type);
    const kept = (found?.get(members) || []).filter(entry => entry.get(key) !== name);
    const entries = value ? [ ...kept, this.factory.create(item, { [key]: name, value }) ] : kept;
    if (!entries.length) {
      this.remove(element, type);
    } else if (found) {
      entries.forEach(entry => { entry.$parent = found; });
      this.modeling.updateModdleProperties(element, found, { [members]: entries });
    } else {
      const made = this.factory.create(type, { [members]: entries });
      entries.forEach(entry => { entry.$parent = made; });
      this.add(element, made);
    }
  }
}

Extensions.$inject = [ 'modeling', 'bpmnFactory', 'bpmnjs', 'elementRegistry' ];

function refersTo(object, root) {
  return [ object, ...(object.eventDefinitions || []) ].some(holder => holder.messageRef === root);
}

export const PROPERTIES = { type: 'zeebe:Properties', item: 'zeebe:Property', members: 'properties', key: 'name' };
export const HEADERS = { type: 'zeebe:TaskHeaders', item: 'zeebe:Header', members: 'values', key: 'key' };

export function entryOf(element, list, name) {
  const entries = extension(element, list.type)?.get(list.members) || [];
  return entries.find(entry => entry.get(list.key) === name)?.get('value') || '';
}
