"""A small pack with an ad-hoc subprocess: an inquiry in which an official chooses what is done."""

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'id="definisi" targetNamespace="t">'
)


def files(staff: str, head: str, *, ordering: str = "Parallel", until: str = "") -> dict[str, bytes]:
    """The pack; `staff` starts and hands in documents, `head` chooses and hears witnesses."""
    roles = "".join(f'{role} = "{label}"\n' for role, label in {staff: "Staf", head: "Kepala"}.items())
    manifest = f'key = "temuan"\ntitle_id = "Temuan"\ntitle_en = "Findings"\nversion = "1"\n[roles]\n{roles}'
    return {"pack.toml": manifest.encode(), "temuan.bpmn": diagram(staff, head, ordering, until).encode()}


def diagram(staff: str, head: str, ordering: str, until: str) -> str:
    """Start → inquiry (hear a witness, ask for documents at most twice, note the day) → report → end."""
    condition = (
        f'<bpmn:completionCondition xsi:type="bpmn:tFormalExpression">{until}</bpmn:completionCondition>'
        if until
        else ""
    )
    return f"""{_HEAD}
<bpmn:process id="temuan" name="Tindak lanjut temuan" isExecutable="true">
<bpmn:extensionElements><zeebe:properties><zeebe:property name="caseNumber" value="TMN"/>
<zeebe:property name="startGroups" value="{staff}"/></zeebe:properties></bpmn:extensionElements>
<bpmn:startEvent id="Mulai" name="Temuan masuk"/>
<bpmn:adHocSubProcess id="Pemeriksaan" name="Pemeriksaan temuan" ordering="{ordering}">
<bpmn:documentation>Pilih langkah yang diperlukan; urutannya bebas.</bpmn:documentation>
<bpmn:extensionElements><zeebe:properties><zeebe:property name="candidateGroups" value="role:{head}@DKOM"/>
</zeebe:properties></bpmn:extensionElements>
{_task("Saksi", "Dengar saksi", f"role:{head}@DKOM", "Catat keterangan satu saksi.")}
{_task("Dokumen", "Minta dokumen", f"role:{staff}@DKOM", "", 'name="atMost" value="2"')}
<bpmn:scriptTask id="Hari" name="Catat hari"><bpmn:extensionElements>
<zeebe:script expression="= 1" resultVariable="hari"/></bpmn:extensionElements></bpmn:scriptTask>
{condition}</bpmn:adHocSubProcess>
{_task("Laporan", "Susun laporan", f"role:{head}@DKOM")}
<bpmn:endEvent id="Selesai" name="Selesai"/>
<bpmn:sequenceFlow id="f1" sourceRef="Mulai" targetRef="Pemeriksaan"/>
<bpmn:sequenceFlow id="f2" sourceRef="Pemeriksaan" targetRef="Laporan"/>
<bpmn:sequenceFlow id="f3" sourceRef="Laporan" targetRef="Selesai"/>
</bpmn:process></bpmn:definitions>"""


def _task(name: str, title: str, to: str, told: str = "", mark: str = "") -> str:
    documentation = f"<bpmn:documentation>{told}</bpmn:documentation>" if told else ""
    marked = f"<zeebe:properties><zeebe:property {mark}/></zeebe:properties>" if mark else ""
    return (
        f'<bpmn:userTask id="{name}" name="{title}">{documentation}<bpmn:extensionElements><zeebe:userTask/>'
        f'<zeebe:assignmentDefinition candidateGroups="{to}"/>{marked}</bpmn:extensionElements></bpmn:userTask>'
    )
