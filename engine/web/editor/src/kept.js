// What a file says and the drawing library does not show, such as the steps of a process called inside the picture:
// the library leaves their shapes out when it saves. They are put back where they stood.
const LAST = 100;

class Kept {
  constructor(eventBus, elementRegistry) {
    this.hidden = [];
    eventBus.on('import.render.start', LAST, (_, { definitions }) => {
      this.definitions = definitions;
    });
    eventBus.on('import.done', () => {
      const planes = (this.definitions?.diagrams || []).map(diagram => diagram.plane).filter(Boolean);
      this.hidden = planes.flatMap(plane => plane.get('planeElement')
        .filter(di => !elementRegistry.get(di.bpmnElement?.id))
        .map(di => ({ plane, di })));
    });
    // After the library has ordered what it shows.
    eventBus.on('saveXML.start', LAST, () => this.hidden.forEach(({ plane, di }) => {
      if (!plane.get('planeElement').includes(di) && this.isThere(di.bpmnElement)) {
        plane.get('planeElement').push(di);
      }
    }));
  }

  // Whether an element is still part of the file.
  isThere(element) {
    if (!element || element === this.definitions) {
      return Boolean(element);
    }
    const root = element.$parent === this.definitions;
    return root ? this.definitions.get('rootElements').includes(element) : this.isThere(element.$parent);
  }
}

Kept.$inject = [ 'eventBus', 'elementRegistry' ];

export default { __init__: [ 'kept' ], kept: [ 'type', Kept ] };

// A carriage return in a name would be read back as a space: it is written as the character reference it came as.
export function faithful(xml) {
  return xml.replaceAll('\r', '&#13;');
}
