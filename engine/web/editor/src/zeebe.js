// The behaviours that keep zeebe extensions whole while elements are copied, replaced and removed.
export { default as ZeebeBehaviorsModule } from 'camunda-bpmn-js-behaviors/lib/camunda-cloud';
